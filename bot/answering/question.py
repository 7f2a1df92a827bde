"""Makes what was typed into a question that can be read: characters, language, spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from bot.index.terms import fold, stem

_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_MARKS = re.compile(r"([\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]{3})[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]+")
_WORD = re.compile(r"[^\W\d_]+(?:[.'’][^\W\d_]+)*\.?")
_PLAIN_WORD = re.compile(r"[^\W\d_]+")
_SPANISH = frozenset(
    "qué quién quiénes cuál cuáles cuándo cómo dónde cuánto cuántos cuántas cuánta por para según los las del una "
    "con sobre sus fue son está hay había sin entre el la de en y es se que su al lo".split()
)
_ENGLISH = frozenset(
    "the what who when where why how did does is are was were of and in to which for with has have".split()
)
_POLITE = re.compile(
    r"^\W*(?:(?:hi|hello|hey|excuse me|please|so|well)\b[ ,!.]*)*"
    r"(?:(?:can|could|would|will) you (?:please |kindly )?(?:tell|explain|show|say|describe)(?: to)?(?: me| us)?|"
    r"(?:please )?(?:tell|explain to|show) (?:me|us)|i(?:['’]d| would) (?:really )?like to (?:know|understand|hear)|"
    r"i (?:want|need|wish) to (?:know|understand)|i(?:['’]m| am) (?:wondering|curious)|i was wondering|do you know|"
    r"(?:can|could) you help me understand)\b[ ,]*(?:about )?",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_ASKED = re.compile(
    r"\byou (?:could |can |would |please )*(?:explain|tell me|say) ((?:what|who|when|where|why|how|which)\b.*)$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r",? ?\b(?:if (?:it is|it['’]s|that is|that['’]s) (?:not too much trouble|ok(?:ay)?|possible|all right)|"
    r"if you (?:don['’]t mind|please|can|could)|please|kindly|these days|exactly|by the way)\b,? ?",
    re.IGNORECASE,
)
LONG = 9
"""Letters from which on a word may have two slips and still be read as one of the corpus's; below, one."""


def tidy(text: str) -> str:
    """``text`` on one line: composed, without control characters, marks piled up on a letter cut short."""
    composed = unicodedata.normalize("NFC", text)
    kept = (" " if char.isspace() else char for char in composed if char.isspace() or _kept(char))
    return " ".join(_MARKS.sub(r"\1", "".join(kept)).split())


def _kept(char: str) -> bool:
    return unicodedata.category(char) not in _DROPPED


def bare(text: str) -> str:
    """A question without its courtesies: "Could you please tell me, if it is not too much trouble, …"."""
    kept = _TAG.sub(" ", text)
    told = [piece for piece in re.split(r"(?<=[.!?])\s+(?=[A-Z¿])", kept) if piece]
    if len(told) > 1 and told[-1].endswith("?"):
        kept = told[-1]
    asked = _ASKED.search(kept)
    if asked:
        kept = asked.group(1)
    kept = _ASIDE.sub(" ", kept)
    kept = _POLITE.sub("", kept, count=1)
    kept = " ".join(kept.split()).strip(" ,")
    if len(re.findall(r"\w+", kept)) < 2 or kept.lower() == text.lower():
        return text
    return kept[:1].upper() + kept[1:]


def is_spanish(text: str) -> bool:
    """Whether a question is more likely to be Spanish than English."""
    words = [word.lower() for word in _PLAIN_WORD.findall(text)]
    spanish = sum(word in _SPANISH for word in words)
    english = sum(word in _ENGLISH for word in words)
    return spanish > english and ("¿" in text or spanish >= 2 or len(words) <= 4)


def translate(text: str, translations: Sequence[tuple[str, str]]) -> str:
    """A Spanish question word for word, by the topic's own list; unknown words stay."""
    table = {left.lower(): right for left, right in translations}
    longest_first = sorted(table, key=lambda phrase: (-len(phrase), phrase))
    if not longest_first:
        return text
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)
    bare = text.replace("¿", "").replace("¡", "").strip()
    english = pattern.sub(lambda match: table[match.group().lower()], bare)
    return english[:1].upper() + english[1:]


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
