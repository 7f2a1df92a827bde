"""Reads a saved web page: the article out of its furniture, in the order and the words of the page."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from lxml.etree import LxmlError

from bot.errors import SourceError
from bot.sources import cleaning
from bot.sources.document import Document
from bot.sources.reading.formats import decode
from bot.sources.reading.furniture import Page
from bot.sources.reading.limits import PARAGRAPHS
from bot.sources.reading.pieces import Head, Piece, head_of, is_running, paragraphs_of, under_title, with_headings
from bot.sources.reading.webfacts import Facts, stated
from bot.sources.reading.webpage import Reader

MOST = 5_000_000
"""Characters of a page, at most."""
LOST = 0.5
"""A warning is given where less than this share of the page's own running text was kept."""
NAMED = 8
"""What was left out is named in a warning where it has more than so many words."""
SHOWN = 300
"""Letters that a warning says of it, at most."""
SEVERAL = 20
"""Warnings that name what was left out, at most."""
OFTEN = 3
"""A line that is no sentence and comes so often is the site's: a button, a label."""
BRIEF = 3
"""Words from which on a line without a full stop is kept at the top or the end of a text."""
ABOVE = 0.15
"""A title stands above all but so small a share of the running text: a standfirst, a notice."""
_TOO_DEEP = ("The page is nested so deeply that its innermost part could not be read.",)
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
_NAMES_AFTER = re.compile(r"\s+[|–—·•:»-]+\s+")


def read_html(data: bytes, name: str, url: str = "") -> Document:
    """The article in a web page; ``url`` is where it came from, if anywhere.

    Raises:
        SourceError: there is no article in it, or it is too long to be one.
    """
    text = _decoded(data, name)
    if len(text) > MOST:
        raise SourceError(f"{name} has {len(text):,} characters; at most {MOST:,} of a web page are read.")
    tree, too_deep = _tree(text, name)
    page = Page(tree)
    if page.count(tree).paragraphs > 2 * PARAGRAPHS:
        raise SourceError(f"{name} has more than {PARAGRAPHS:,} paragraphs: split it into parts.")
    article = Reader(page).read()
    facts = stated(tree)
    pieces = _without_repeats(article.pieces)
    title, pieces, before = _titled(pieces, facts)
    if article.bounded:
        pieces, before = [*before, *pieces], []
    pieces = with_headings(pieces)
    head = head_of(pieces)
    pieces = [piece for at, piece in enumerate(pieces) if at not in head.used]
    running = [at for at, piece in enumerate(pieces) if is_running(piece)]
    first, last = (running[0], running[-1]) if running else (len(pieces), -1)
    kept = [piece for at, piece in enumerate(pieces) if _belongs(piece, within=first < at < last)]
    paragraphs = paragraphs_of(kept, article.notes)
    if not any(is_running(piece) or piece.kind in ("row", "item") for piece in kept):
        raise SourceError(f"{name} holds no article: nothing was added. Save the page in reader view, or as text.")
    left = [*article.left_out, *(piece.text for piece in before if is_running(piece))]
    return replace(
        _with_facts(facts, head, title, name, url),
        paragraphs=paragraphs,
        furniture=(*article.plain, *left),
        warnings=(*_TOO_DEEP[:too_deep], *_warnings(page, left, sum(len(one.text) for one in paragraphs))),
    )


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:4096])
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = declared.group(1).decode("ascii").lower() if declared and not marked else ""
    # Browsers read the two oldest names as the encoding of Windows, and so do pages mean it.
    # A declaration that can be read itself is in no encoding of two bytes a letter.
    encoding = "utf-8" if re.match(r"u(?:tf|cs)-?(?:7|16|32|2|4)\b", encoding) else encoding
    encoding = {"iso-8859-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "gb2312": "gb18030"}.get(
        encoding, encoding
    )
    try:
        return data.decode(encoding, errors="replace") if encoding else decode(data, name)
    except (LookupError, UnicodeError):
        return decode(data, name)


def _tree(text: str, name: str) -> tuple[Any, bool]:
    """The page's tree, and whether it was nested too deeply to be read to its end."""
    parser = lxml.html.HTMLParser(encoding="utf-8")
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (LxmlError, ValueError) as error:
        raise SourceError(f"{name} is no web page that can be read ({type(error).__name__}).") from error
    return tree, any("depth" in entry.message for entry in parser.error_log)


def _without_repeats(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without a site's own lines, which come again and again, and without long paragraphs said twice."""
    often = Counter(piece.text.casefold() for piece in pieces if piece.kind != "heading")
    found: list[Piece] = []
    seen: set[str] = set()
    for piece in pieces:
        key = piece.text.casefold()
        label = piece.kind in ("text", "bare", "bold") and not cleaning.is_paragraph(piece.text)
        again = piece.kind in ("text", "bare", "item") and cleaning.measure(key) >= cleaning.BODY_WORDS and key in seen
        if piece.kind == "heading" or not (again or (label and often[key] >= OFTEN)):
            found.append(piece)
        seen.add(key)
    return found


def _titled(pieces: Sequence[Piece], facts: Facts) -> tuple[str, list[Piece], list[Piece]]:
    """The title, the pieces without it, and those that stood above it: the title as the article has it, if it does."""
    first = next((at for at, piece in enumerate(pieces) if is_running(piece)), len(pieces))
    heads = [at for at, piece in enumerate(pieces) if piece.kind == "heading" and piece.level == 1]
    said = [" ".join(text.split()).casefold() for text in (facts.title, facts.named) if text]
    places = [at for at, piece in enumerate(pieces[: first + 1]) if piece.text.casefold() in said and at != first]
    if len(heads) == 1 and _letters(pieces[: heads[0]]) <= ABOVE * _letters(pieces):
        places = heads
    elif not places and heads and heads[0] < first:
        places = heads[:1]
    elif not places:
        places = [at for at in range(first) if any(_begins(one, pieces[at].text) for one in said)]
    if not places:
        return facts.title or _alone(facts), list(pieces), []
    at = places[0]
    return pieces[at].text, under_title(pieces[at], pieces[at + 1 :]), list(pieces[:at])


def _letters(pieces: Sequence[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces if is_running(piece))


def _begins(said: str, text: str) -> bool:
    """Whether a page's name is a title and the site's name after it."""
    rest = said[len(text) :] if len(text) > BRIEF and said.startswith(text.casefold()) else ""
    return bool(_NAMES_AFTER.match(rest))


def _alone(facts: Facts) -> str:
    """The page's name without the site's after it."""
    for match in _NAMES_AFTER.finditer(facts.named):
        if facts.publisher and facts.named[match.end() :].casefold() == facts.publisher.casefold():
            return facts.named[: match.start()]
    return facts.named


def _belongs(piece: Piece, within: bool) -> bool:
    """Whether a piece is of the text: all within it is, a few words in no block of their own above or below it not."""
    if cleaning.is_boilerplate(piece.text) or cleaning.domain_of(piece.text):
        return within
    if piece.kind in ("heading", "row") or is_running(piece):
        return True
    words = cleaning.measure(piece.text)
    if piece.kind == "bare" and not any(char.isdigit() for char in piece.text):
        return words >= (BRIEF if within else NAMED)
    return within or words >= BRIEF


def _with_facts(facts: Facts, head: Head, title: str, name: str, url: str) -> Document:
    """The facts: those that the page states in its fields, and for want of them what its lines and address say."""
    address = _address(url) or _address(facts.url)
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    date = facts.date or (head.date if head.stated else "")
    guessed = [
        fact
        for fact, given, made_out in (
            ("title", title, name),
            ("author", facts.author, head.author),
            ("publisher", facts.publisher, head.publisher or host),
            ("date", date, head.date),
        )
        if made_out and not given
    ]
    return Document(
        title=title or name.rsplit(".", 1)[0],
        paragraphs=(),
        author=facts.author or head.author,
        publisher=facts.publisher or head.publisher or host,
        date=date or head.date,
        url=address,
        guessed=tuple(guessed),
    )


def _warnings(page: Page, left: Sequence[str], kept: int) -> Iterator[str]:
    if kept < LOST * page.count(page.tree).running:
        yield "More than half of the page's text was taken for furniture: look through what was kept."
    long = [text for text in dict.fromkeys(left) if cleaning.measure(text) > NAMED]
    for text in long[:SEVERAL]:
        shown = text if len(text) <= SHOWN else f"{text[:SHOWN].rsplit(' ', 1)[0]} …"
        yield f"Left out, as no part of the article: “{shown}”"
    if len(long) > SEVERAL:
        yield f"So were {len(long) - SEVERAL} more pieces."


def _address(url: str) -> str:
    return url if url.startswith(("https://", "http://")) and len(url) < 2000 else ""
