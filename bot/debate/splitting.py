"""Splits a speech that a person typed into argumentative units and reads their cues, by rule.

A unit is one claim with its reasons. What begins a new one: an item of a list, a heading, a signpost, a sentence
that does something else (asks, concedes, weighs …), a change of matter. What keeps sentences together: a
connective or a pronoun that leans on the one before, a label that announces the next, words in common.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.debate import cues
from bot.debate.cues import Cue
from bot.debate.markup import Plain, blocks, plain
from bot.debate.references import refers_to, refers_words
from bot.search.stopwords import STOPWORDS
from bot.search.terms import stem
from bot.sources.sentences import sentence_spans

MOST_WORDS = 140
"""A unit is not grown beyond this many words."""
LONGEST = 900
"""A sentence of more characters is cut, at a blank where there is one."""
WINDOW = 4000
_QUOTE_WORDS = 4
_SHORT_LABEL = 8
_LONGEST_LABEL = 14
_QUOTE = re.compile(
    r'"([^"]{1,1500})"|“([^“”]{1,1500})”|«([^«»]{1,1500})»|„([^„“”]{1,1500})[“”]'
    r"|(?<!\w)‘([^‘]{1,600}?)’(?!\w)|(?<!\w)'(?=\w)([^'\n]{1,200}(?:(?<=\w)'(?=\w)[^'\n]{1,200}){0,6})'(?!\w)"
)
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)?")
_CITED = re.compile(r"\((?P<inside>[^()\n]{1,200}?)(?P<end>[.!?]?)\)")
_ONLY_MARK = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\s*")
_INSIDE = re.compile(
    r"(?<=\s)\(?\d{1,2}\)\s+(?=\w)"
    r"|[;,]\s+(?=(?:and |but )?(?:second|third|fourth|fifth|finally|lastly)(?:ly)?,? )"
    r"|(?<=[.!?][)\]])\s+(?=(?-i:[A-Z“\"(]))"
    r"|;\s+(?=(?:they|you|their|your|on|we extend|extend|i concede|we concede)\b)",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"(?:but|however|yet|still|nevertheless|nonetheless|that said)\b")
_SPECIAL = frozenset({"switch", "insult", "roadmap", "concession", "extension", "weighing", "question", "empty_talk"})
_ALONE = frozenset({"switch", "insult", "roadmap", "empty_talk"})
_NO_ARGUMENT = frozenset({"switch", "insult"})


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: ``text`` as typed, white space folded and markup left out; ``raw[start:end]`` is where it stands.

    ``refers_to`` is the number of the argument that it points to ("on their second point": 2, "their last": -1) and
    ``refers_words`` the words that name it ("on the trade argument": "trade"). ``quotes`` are the words between
    quotation marks, of four words or more. ``denies``: it says that a claim is false or does not follow; ``turns``:
    that a claim helps the other side. ``gap``: it begins a line or an item.
    """

    text: str
    start: int
    end: int
    cue: Cue
    refers_to: int | None
    refers_words: str
    quotes: tuple[str, ...]
    denies: bool
    turns: bool
    gap: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence: where it stands in the plain text, how the patterns read it, and how it is set off.

    ``mark``: it opens an item or a heading; ``gap``: it opens a block; ``label``: it only announces the next;
    ``names``: it opens with the name of something on the flow; ``line``: it opens a line.
    """

    start: int
    end: int
    folded: str
    cue: Cue
    stems: frozenset[str]
    words: int
    mark: bool
    gap: bool
    label: bool
    names: bool
    line: bool

    @property
    def leans(self) -> bool:
        return bool(cues.LEANS.search(self.folded))

    @property
    def signpost(self) -> bool:
        return self.names or bool(cues.SIGNPOSTS.search(self.folded))

    @property
    def figures(self) -> bool:
        return any(char.isdigit() for char in self.folded)


def split(speech: str, opens: Callable[[str], bool] = lambda sentence: False) -> list[Unit]:
    """The units of a speech in order; none for an empty one. Takes time in proportion to its length.

    ``opens`` says of a folded sentence whether it opens with the name of something on the flow.
    """
    text = plain(speech)
    groups: list[list[_Piece]] = []
    for piece in _pieces(text.text, opens):
        if not groups or _begins(groups[-1], piece):
            groups.append([])
        groups[-1].append(piece)
    if not groups and speech.strip():
        start = len(speech) - len(speech.lstrip())
        words = " ".join(speech[: start + LONGEST].split())
        return [Unit(words, start, len(speech.rstrip()), "empty_talk", None, "", (), False, False)]
    return [_unit(text, group) for group in groups]


def _unit(text: Plain, pieces: list[_Piece]) -> Unit:
    start, end = pieces[0].start, pieces[-1].end
    words = " ".join(text.text[start:end].split())
    first, last = text.span(start, end)
    return Unit(
        text=words,
        start=first,
        end=last,
        cue=_cue(pieces),
        refers_to=next((n for n in (refers_to(one.folded) for one in pieces) if n is not None), None),
        refers_words=next((found for found in (refers_words(one.folded) for one in pieces) if found), ""),
        quotes=_quotes(words),
        denies=any(cues.denies(one.folded) for one in pieces),
        turns=any(cues.turns(one.folded) for one in pieces),
        gap=pieces[0].line or pieces[0].mark,
    )


def _cue(pieces: list[_Piece]) -> Cue:
    """What a unit does: what its first special sentence does; a question only where nothing else stands beside it."""
    if all(one.label for one in pieces):
        return "roadmap"
    found = [one.cue for one in pieces if not one.label] or [one.cue for one in pieces]
    said = [cue for cue in found if cue != "question"]
    if not said:
        return "question"
    for cue in said:
        if cue in _SPECIAL and (cue != "empty_talk" or len(set(said)) == 1):
            return cue
    # A label before the first sentence may be what names the other side's argument: "On trade:", "Their card."
    return "answer" if any(one.cue == "answer" for one in pieces) else "argument"


def _begins(current: list[_Piece], piece: _Piece) -> bool:
    """Whether a sentence begins a new unit after those of the current one."""
    last = current[-1]
    if piece.cue != last.cue and {piece.cue, last.cue} & _NO_ARGUMENT:
        return True
    if piece.mark or sum(one.words for one in current) + piece.words > MOST_WORDS:
        return True
    if last.label:
        return piece.signpost and not last.folded.endswith(":") and not last.mark
    if piece.signpost or (piece.cue != last.cue and (piece.cue in _SPECIAL or last.cue in _ALONE)):
        return not (last.cue == "question" and piece.leans and piece.cue not in _SPECIAL)
    if len(current) == 1 and cues.ANSWERS.search(last.folded) and not piece.gap:
        return False
    if last.cue == "question" or piece.gap or last.cue == "concession":
        return not piece.leans or bool(last.cue == "concession" and _AGAINST.match(piece.folded))
    if piece.leans or any(piece.stems & one.stems for one in current):
        return False
    return not (piece.figures and not any(one.figures for one in current))


def _pieces(text: str, opens: Callable[[str], bool]) -> Iterator[_Piece]:
    """The sentences of a plain text, with the marks of lists inside lines taken off."""
    for block in blocks(text):
        mark, gap, line = block.kind != "text", block.gap, True
        for start, end in _sentences(text[block.start : block.end]):
            start, end = start + block.start, end + block.start
            if _ONLY_MARK.fullmatch(text, start, end):
                mark = True
                continue
            folded = cues.folded(text[start:end])
            words = _WORD.findall(folded)
            if not words:
                continue
            yield _Piece(
                start,
                end,
                folded,
                cues.cue_of(folded),
                frozenset(stem(word) for word in words if word not in STOPWORDS),
                len(words),
                mark,
                gap,
                _is_label(folded, len(words), block.kind == "heading"),
                opens(folded),
                line,
            )
            mark = gap = line = False


def _is_label(folded: str, words: int, heading: bool) -> bool:
    if heading or (folded.endswith(":") and words <= _LONGEST_LABEL):
        return True
    return words <= _SHORT_LABEL and bool(cues.LABELS.fullmatch(folded))


def _sentences(block: str) -> Iterator[tuple[int, int]]:
    """Sentence spans of a block, none inside a quotation and none over-long."""
    quoted = [found.span() for found in _QUOTE.finditer(block)]
    at = 0
    begun: tuple[int, int] | None = None
    for start, end in (piece for span in _spans(block) for piece in _cut(block, *span)):
        while at < len(quoted) and quoted[at][1] <= start:
            at += 1
        inside = at < len(quoted) and quoted[at][0] < start
        if begun and inside and end - begun[0] <= LONGEST:
            begun = (begun[0], end)
            continue
        if begun:
            yield begun
        begun = (start, end)
    if begun:
        yield begun


def _spans(block: str) -> Iterator[tuple[int, int]]:
    """Sentence spans, looked for in windows: unclosed quotation marks cost the library the square of its text."""
    at = 0
    while at < len(block):
        end = len(block)
        if end - at > WINDOW:
            cuts = (block.rfind(mark, at + WINDOW // 2, at + WINDOW) for mark in (". ", " "))
            end = next((cut + 1 for cut in cuts if cut > 0), at + WINDOW)
        window = _CITED.sub(_veiled, block[at:end])
        yield from ((start + at, last + at) for start, last in sentence_spans(window))
        at = end


def _veiled(found: re.Match[str]) -> str:
    """What stands in brackets, without the points and numbers at which a sentence would be cut, as long as it was."""
    return f"({'x' * len(found['inside'])}{found['end']})"


def _cut(block: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence where it holds several: numbered items in a line, "…; second, …", "I concede that …, but …"."""
    marks = [start, *(found.end() for found in _INSIDE.finditer(block, start, end)), end]
    for first, last in pairwise(marks):
        while last - first > LONGEST:
            blank = block.rfind(" ", first + LONGEST // 2, first + LONGEST)
            cut = blank if blank > first else first + LONGEST
            yield first, cut
            first = cut + (blank > first)
        if first < last:
            yield first, last


def _quotes(text: str) -> tuple[str, ...]:
    found = (next(group for group in match.groups() if group is not None).strip() for match in _QUOTE.finditer(text))
    return tuple(words for words in found if len(words.split()) >= _QUOTE_WORDS)
