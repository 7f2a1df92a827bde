"""What a question asks for: its characters tidied, its kind, the sides it names, what it has to be read together with.

Kinds are learned from the examples of ``intents.yaml``. Before a question is classified the names of the topic's sides
are replaced by "this side", so that no kind is learned from a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from bot.answer.lexicon import first_word, words_of
from bot.answer.reader import Reader
from bot.answer.render import plain
from bot.learned.fewshot import Head, learned
from bot.model import BOTH, NEUTRAL
from bot.search.retriever import Query, Scored
from bot.search.terms import Unit, fold, stem

Past = tuple[str, str]
"""A question and the answer that it got."""
INTENTS = Path(__file__).with_name("intents.yaml")
ABOUT = Path(__file__).with_name("about.yaml")
TALK = ("greeting", "thanks", "bye", "help")
FOLLOWING = ("follow_more", "turn_side")
WHOLE = ("summary", "summary_sides", "arguments", "players", "timeline", "source")
"""Kinds that are about the whole, whatever was asked before."""
LEAST = {"claim": 0.35, "view": 0.25, "compare": 0.25, "author": 0.25, "evaluative": 0.45}
"""How likely a kind has to be to be taken for it; a fact is asked for otherwise, whose answer is of some use to all."""
WHOLE_LEAST = {
    "summary": (0.25, 0.5), "arguments": (0.3, 0.6), "players": (0.4, 0.8), "timeline": (0.4, 0.8),
    "source": (0.3, 0.4),
}  # fmt: skip
TALK_LEAST = (0.5, 0.7)
"""The same for what is about the whole, and for talk: where a question has no word of the corpus, and where it has."""
GENERIC = ("view", "compare", "summary_sides", "arguments", "turn_side", "author")
"""Kinds of question about whose view it is."""
SHORT = 2
"""Content words of the topic below which a question after another one is read together with it."""
LONG = 9
"""Letters from which on a word may have two slips and still be read as one of the corpus's; below, one."""
REMEMBERED = 6
"""Earlier questions that are read, at most."""
TOLD = 60
"""Sentences, from the best down, among which those that the last answer quoted are looked for."""
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_MARKS = re.compile(r"([\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]{3})[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]+")
_PLAIN_WORD = re.compile(r"[^\W\d_]+")
_ASKED = re.compile(
    r"^\W*(?:(?:please )?(?:check|verify|fact[- ]?check|confirm)(?: (?:this|the) (?:claim|statement))?"
    r"(?: that| whether| if)?\s*[:,-]?\s+|"
    r"(?:is it|it is|it's|is this) (?:true|correct|right|false|so)(?: that)?\s*[:,-]?\s*|"
    r"true or false\s*[:,?-]?\s*|claim\s*:\s*|"
    r"does (?:the )?(?:article|source|text|author|brief) (?:say|claim|state)(?: that)? )",
    re.IGNORECASE,
)
_TAG = re.compile(r",?\s*(?:right|correct|true|true or false|is that (?:true|right|correct))\s*\?+\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it was understood.

    ``text`` is what was typed, tidied and its misspelt words mended; ``kind`` one of ``intents.yaml``'s;
    ``sides`` those that it names; ``before`` the earlier question that it is read
    together with, "" where it stands alone; ``told`` the sentences that the last answer quoted. ``general``: a question
    about views that names no subject.
    """

    text: str
    kind: str
    query: Query
    sides: tuple[str, ...] = ()
    before: str = ""
    told: tuple[Scored, ...] = ()
    general: bool = False

    @property
    def claim(self) -> str:
        """The claim that is to be checked, without the request."""
        return claim_in(self.text)


class Understanding:
    """Understands questions about one topic with one embedding model."""

    def __init__(self, reader: Reader, limit: int) -> None:
        """``limit``: how many characters of an earlier question are read."""
        self._reader = reader
        self._limit = limit
        embedder = reader.ranker.embedder
        self.intents: Head = learned(INTENTS, embedder)
        self.about: Head = learned(ABOUT, embedder)
        content = reader.content
        names = (alias for actor in content.topic.actors for alias in (actor.name, *actor.aliases))
        self._spelling = Spelling(
            sorted({*content.words(), *corpus_words(names)}), lambda word: len(embedder.token_ids(word))
        )

    def subject(self, text: str) -> bool:
        """Whether a question about sides names a subject beside them."""
        units = (unit for unit in self._reader.vocabulary.units(text) if not unit.stop and not self._is_side(unit))
        return any(unit.text.lower() not in words_of("asking") for unit in units)

    def _speaks_of_it(self, text: str) -> bool:
        """Whether a question has a word of the corpus that is not one of every question about sides."""
        units = [unit for unit in self._reader.vocabulary.units(text) if not unit.stop and not self._is_side(unit)]
        keys = sorted({key for unit in units if unit.text.lower() not in words_of("asking") for key in unit.keys})
        return bool(keys) and any(self._reader.ranker.index.lexical.frequencies(keys).values())

    def _is_side(self, unit: Unit) -> bool:
        """Whether a name stands for a whole side: its own, or its country's."""
        return (
            unit.kind in ("side", "country", "organization") and self._reader.content.topic.side(unit.side) is not None
        )

    def read(self, typed: str, history: Sequence[Past] = ()) -> Understood:
        """What a question asks for, after the questions and answers before it."""
        text = self._spelling.mend(typed)
        kinds = self._kinds(text)
        kind = self._likeliest(text, kinds)
        earlier = self._earlier(history)
        sides = self._reader.sides_named(text)
        if not earlier or kind in TALK or not self._points_back(text, kind):
            if kind in FOLLOWING:
                kind = self._likeliest(text, {each: kinds[each] for each in kinds if each not in FOLLOWING})
            general = kind in GENERIC and not self.subject(text)
            return Understood(text, kind, self._reader.ranker.query(text), sides, general=general)
        before, answer = earlier[-1]
        read_before = self.read(before, earlier[:-1])
        told = self._told(read_before, answer)
        if kind == "turn_side":
            other = self._other_side(read_before, told)
            if other:
                general = read_before.general or not self.subject(read_before.text)
                query, told_of = read_before.query, read_before.text
                return Understood(told_of, kind, query, (other,), told_of, told, general)
        if kind not in ("follow_more", "view", "compare", "summary_sides", "author", "claim", "evaluative"):
            kind = "fact"
        if kind in ("fact", "view") and len(sides) == 1 and read_before.kind in GENERIC and not self.subject(text):
            # "And Washington's?" after what Bogotá wants: the same of the other side.
            return replace(read_before, kind="view", sides=sides, before=read_before.text, told=told)
        query = self._reader.ranker.query(text, read_before.text)
        return Understood(text, kind, query, sides or read_before.sides, read_before.text, told)

    def _kinds(self, text: str) -> dict[str, float]:
        masked = self._masked(text)
        return self.intents.probabilities(masked, self._reader.ranker.embedder.query(masked).vector)

    def _masked(self, text: str) -> str:
        """The text with the sides' names taken out; people and places of theirs stay."""
        units = [unit for unit in self._reader.vocabulary.units(text) if self._is_side(unit)]
        named = list(dict.fromkeys(unit.side for unit in units))
        for unit in reversed(units):
            name = "this side" if unit.side == named[0] else "the other side"
            name += "'s" if unit.text.endswith(("'s", "’s")) else ""
            text = text[: unit.start] + name + text[unit.end :]
        return text

    def _earlier(self, history: Sequence[Past]) -> list[Past]:
        """The questions before, without the courtesies among them."""
        tidied = [
            (self._spelling.mend(tidy(question)[: self._limit]), answer)
            for question, answer in history[-2 * REMEMBERED :]
        ]
        return [(question, answer) for question, answer in tidied if question and not self._is_talk(question)][
            -REMEMBERED:
        ]

    def _is_talk(self, text: str) -> bool:
        return self._likeliest(text, self._kinds(text)) in TALK

    def _likeliest(self, text: str, kinds: Mapping[str, float]) -> str:
        """The likeliest kind, where it is likely enough among those given."""
        both = kinds["compare"] + kinds["summary_sides"]
        joined = {**kinds, "fact": kinds["fact"] + kinds["yesno"], "compare": both, "summary_sides": 0.0, "yesno": 0.0}
        kind = max(joined, key=lambda each: joined[each])
        least = LEAST.get(kind, 0.0)
        if kind in TALK or kind in WHOLE_LEAST:
            least = WHOLE_LEAST.get(kind, TALK_LEAST)[self._speaks_of_it(text)]
        if joined[kind] < least * sum(joined.values()):
            return "fact"
        return "yesno" if kind == "fact" and kinds["yesno"] > kinds["fact"] else kind

    def _points_back(self, text: str, kind: str) -> bool:
        """Whether a question after another one is to be read together with it.

        It is where it asks on by its kind, has a word that points to something said, or says too little alone.
        """
        words = [word.lower().replace("’", "'") for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text)]
        content = [unit for unit in self._reader.vocabulary.units(text) if not unit.stop]
        pointing = any(word in words_of("pointing") for word in words)
        opening = first_word(text) in words_of("opening")
        if kind in WHOLE:
            return opening
        return kind in FOLLOWING or pointing or opening or len(content) < SHORT

    def _told(self, before: Understood, answer: str) -> tuple[Scored, ...]:
        """The sentences that an answer quoted."""
        said = plain(answer)
        return tuple(one for one in self._reader.rank(before.query).scored[:TOLD] if one.sentence.text in said)

    def _other_side(self, before: Understood, told: Sequence[Scored]) -> str:
        """The side that was not spoken of, where one was; "" else."""
        topic = self._reader.content.topic
        spoken = before.sides or tuple(
            dict.fromkeys(one.sentence.side for one in told if one.sentence.side not in (NEUTRAL, BOTH))
        )
        others = [side.id for side in topic.sides if side.id not in spoken[:1]]
        return others[0] if spoken and len(others) == 1 else ""


def claim_in(text: str) -> str:
    """The claim in a request to check one: "Is it true that …?" without its beginning."""
    opened = _ASKED.match(text)
    rest = text[opened.end() :] if opened and len(text[opened.end() :].split()) >= 2 else text
    return _TAG.sub("", rest).strip().strip("\"“”'").rstrip("?!. ").strip()


def tidy(text: str) -> str:
    """``text`` on one line: composed, without control characters, marks piled up on a letter cut short."""
    composed = unicodedata.normalize("NFC", text)
    kept = (" " if char.isspace() else char for char in composed if char.isspace() or _kept(char))
    return " ".join(_MARKS.sub(r"\1", "".join(kept)).split())


def _kept(char: str) -> bool:
    return unicodedata.category(char) not in _DROPPED


class Spelling:
    """Mends misspelt words by those of the corpus.

    A word is taken for misspelt where the embedding model's vocabulary has to break it up and the
    corpus does not have it; ``pieces`` gives the number of word pieces of a word.
    """

    def __init__(self, words: Iterable[str], pieces: Callable[[str], int]) -> None:
        self._words: dict[str, str] = {}
        for word in words:
            self._words.setdefault(word.lower(), word)
        self._stems = {stem(fold(word)) for word in self._words}
        self._by_letter: dict[str, list[str]] = {}
        for word in self._words:
            if len(word) >= 4:
                self._by_letter.setdefault(word[0], []).append(word)
        self._pieces = pieces
        self._mended = lru_cache(maxsize=2048)(self._mend)

    def mend(self, text: str) -> str:
        """``text`` with such words replaced."""
        return _PLAIN_WORD.sub(lambda match: self._mended(match.group()), text)

    def _mend(self, word: str) -> str:
        lower = word.lower()
        if (
            len(word) < 4
            or lower in self._words
            or stem(fold(lower)) in self._stems
            or word.isupper()
            or self._pieces(lower) < 2
        ):
            return word
        allowed = 1 if len(lower) < LONG else 2
        near = process.extractOne(
            lower, self._by_letter.get(lower[0], ()), scorer=DamerauLevenshtein.distance, score_cutoff=allowed
        )
        return word if near is None else self._words[near[0]]


def corpus_words(texts: Iterable[str]) -> set[str]:
    """The words of some texts, as they are written there."""
    return {word for text in texts for word in _PLAIN_WORD.findall(text)}
