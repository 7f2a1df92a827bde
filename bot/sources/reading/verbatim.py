"""Reads a debater's Word file as Verbatim makes it: pockets, hats, blocks, tags, cites, and bodies with marked words.

Verbatim's own levels are Word's Heading 1 to 4, its cite and its underline character styles; files that were put
together by hand mark the same by bold and underlined letters, so that looks count where a style does not say it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from bot.sources.reading.docx import opened_word, words_of_word
from bot.sources.reading.docx_text import COMPATIBLE, OUT, SPACES, Styles, blocks_in, cells_in, chosen, rows_in
from bot.sources.reading.marked import Marked, Spans

TAG = 4
_YEAR = re.compile(r"(?:\b(?:19|20)\d\d\b|[’'`]\d\d\b|\b\d\d\b|\bn\.?d\b)", re.IGNORECASE)
SHORT_CITE = 12
"""Words, at most, of the letters that name who is quoted."""


def read_verbatim(data: bytes, name: str) -> list[Marked]:
    """The paragraphs of a Word file that hold words, in order.

    Raises:
        SourceError: it is no Word document, damaged, or unfolds to more than a document may.
    """
    with opened_word(data, name) as opened:
        styles = Styles(opened)
        return [one for block in _paragraphs(opened.element.body) if (one := _marked(block, styles)).text]


def _paragraphs(element: Any) -> Iterator[Any]:
    """All paragraphs in order, those in the cells of tables too."""
    for block in blocks_in(element):
        if block.tag == qn("w:tbl"):
            for row in rows_in(block):
                for cell in cells_in(row):
                    yield from _paragraphs(cell)
        else:
            yield block


def _marked(block: Any, styles: Styles) -> Marked:
    pieces = [(words, run) for run in _runs(block) if not styles.is_hidden(run) for words in _words(run)]
    level, name = styles.level(block), styles.name(block)
    if name == "title":
        level = 1
    elif name == "analytic":
        level = TAG
    text, runs = _joined(pieces)
    underlined = _spans(runs, styles.is_underlined)
    cite = "" if level else _cite(text, runs, styles, bool(underlined))
    return Marked(
        text=text, level=min(level, TAG), cite=cite, underlined=underlined,
        highlighted=_spans(runs, styles.is_highlighted), aside=name in words_of_word()["asides"],
    )  # fmt: skip


def _runs(element: Any) -> Iterator[Any]:
    """The runs of a paragraph that were not deleted, in order."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in OUT:
            continue
        if child.tag == qn("w:r"):
            yield child
        elif child.tag == f"{COMPATIBLE}AlternateContent":
            yield from _runs(chosen(child))
        else:
            yield from _runs(child)


def _words(run: Any) -> Iterator[str]:
    for node in run:
        if node.tag == qn("w:t"):
            yield node.text or ""
        elif node.tag in SPACES:
            yield SPACES[node.tag]


def _joined(pieces: list[tuple[str, Any]]) -> tuple[str, list[tuple[int, int, Any]]]:
    """The words of a paragraph with single spaces, and where in them each run stands."""
    text, runs = "", []
    for words, run in pieces:
        plain = re.sub(r"\s+", " ", "".join(char for char in words if char.isprintable() or char.isspace()))
        if not text or text.endswith(" "):
            plain = plain.lstrip()
        if plain:
            runs.append((len(text), len(text) + len(plain), run))
            text += plain
    kept = text.rstrip()
    return kept, [(start, min(end, len(kept)), run) for start, end, run in runs if start < len(kept)]


def _spans(runs: list[tuple[int, int, Any]], marks: Any) -> Spans:
    """Where a mark lies; runs that touch are one span."""
    found: list[tuple[int, int]] = []
    for start, end, run in runs:
        if not marks(run):
            continue
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def _cite(text: str, runs: list[tuple[int, int, Any]], styles: Styles, underlined: bool) -> str:
    """Who is quoted and when, as a paragraph has it in the style of a cite, or in bold at its head with a year."""
    named = _spans(runs, lambda run: bool(styles.called(run) & words_of_word()["cites"]))
    if named:
        whole = text[named[0][0] : named[-1][1]]
        return (whole if len(whole.split()) <= SHORT_CITE else text[slice(*named[0])]).strip(" ,;:(")
    bold = _spans(runs, styles.is_bold)
    if underlined or not bold or bold[0][0] > 0:
        return ""
    head = text[slice(*bold[0])].strip(" ,;:(")
    return head if _YEAR.search(head) and len(head.split()) <= SHORT_CITE else ""
