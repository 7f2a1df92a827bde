"""Reads a saved web page: the article out of its furniture, by trafilatura, or by bs4 where that finds nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import lxml.html
import trafilatura
from bs4 import BeautifulSoup
from lxml.etree import LxmlError

from bot.errors import SourceError
from bot.sources import cleaning
from bot.sources.document import Document, Paragraph
from bot.sources.reading.formats import decode

MOST = 5_000_000
"""Characters of a page, at most."""
LOST = 0.5
"""A warning is given where less than this share of the page's own paragraphs was found."""
LISTED = 6
"""Words from which on a line without a full stop is kept, as an item of a list may be."""
HEAP = 400
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:\D|$)|opacity\s*:\s*0(?:\.0*)?(?:[;\s]|$)",
    re.IGNORECASE,
)
_FURNITURE = (
    "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "button", "iframe", "svg",
    "figure", "select",
)  # fmt: skip
_TEXT = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "blockquote", "dd", "td")


def read_html(data: bytes, name: str, url: str = "") -> Document:
    """The article in a web page; ``url`` is where it came from, if anywhere.

    Raises:
        SourceError: there is no article in it, or it is too long to be one.
    """
    text = _decoded(data, name)
    if len(text) > MOST:
        raise SourceError(f"{name} has {len(text):,} characters; at most {MOST:,} of a web page are read.")
    tree = _tree(text, name)
    named = _tag(tree, "title")
    found: Any = trafilatura.bare_extraction(
        tree, url=url or None, with_metadata=True, include_comments=False, include_tables=True, deduplicate=True
    )
    body = list(_body(found.body)) if found is not None and found.body is not None else []
    warnings: list[str] = []
    if not _enough(body):
        body = _fallback(text)
        if body:
            warnings.append("Read by its bare tags, since no article was found in it: look through what was kept.")
    if not body:
        raise SourceError(f"{name} holds no article: nothing was added. Save the page in reader view, or as text.")
    title = " ".join(((found.title if found is not None else "") or named).split())
    kept = tuple(_kept(body, title))
    if not kept:
        raise SourceError(f"{name} holds no article: nothing was added. Save the page in reader view, or as text.")
    if _share(text, kept) < LOST:
        warnings.append("More than half of the page's text was taken for furniture: look through what was kept.")
    return Document(
        title=title or name.rsplit(".", 1)[0],
        paragraphs=kept,
        author=_author(found),
        publisher=(found.sitename or found.hostname or "") if found is not None else "",
        date=(found.date or "") if found is not None else "",
        url=_address(url or (found.url if found is not None else "") or ""),
        warnings=tuple(warnings),
    )


def _decoded(data: bytes, name: str) -> str:
    named = re.search(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{2,40})", data[:4096], re.IGNORECASE)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(named.group(1).decode("ascii"), errors="replace") if named else decode(data, name)
    except LookupError:
        return decode(data, name)


def _tree(text: str, name: str) -> Any:
    """The page's tree without what no reader of the page sees."""
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8"), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (LxmlError, ValueError) as error:
        raise SourceError(f"{name} is no web page that can be read ({type(error).__name__}).") from error
    for element in tree.xpath("//*[@hidden or @aria-hidden='true' or @style]"):
        unseen = element.get("style") is None or _HIDDEN.search(element.get("style") or "")
        if (unseen or element.get("hidden") is not None) and element.getparent() is not None:
            element.drop_tree()
    return tree


def _body(body: Any) -> Iterable[tuple[bool, str]]:
    """Whether it is a heading, and the text, of each part of an extracted article."""
    for element in body.iter("head", "p", "item", "quote", "row", "cell"):
        if element.tag in ("quote", "item", "cell") and element.find(".//p") is not None:
            continue
        if element.tag == "row":
            cells = [" ".join("".join(cell.itertext()).split()) for cell in element.iter("cell")]
            text = "; ".join(filter(None, cells))
        elif element.tag == "cell":
            continue
        else:
            text = " ".join("".join(element.itertext()).split())
        if text:
            yield element.tag == "head", text


def _fallback(text: str) -> list[tuple[bool, str]]:
    soup = BeautifulSoup(text, "lxml")
    for tag in soup(list(_FURNITURE)):
        tag.decompose()
    root = soup.find("article") or soup.find("main") or soup.body or soup
    found = []
    for tag in root.find_all(list(_TEXT)):
        if tag.find(list(_TEXT)) is None:
            words = " ".join(tag.get_text(" ").split())
            found.append((tag.name.startswith("h"), words))
    if not any(not head and cleaning.is_paragraph(words) for head, words in found):
        blocks = cleaning.blocks(root.get_text("\n"))
        found = [(cleaning.is_heading(block), block) for block in blocks]
    return [(head, words) for head, words in found if words and (head or cleaning.is_paragraph(words))]


def _kept(body: Sequence[tuple[bool, str]], title: str) -> Iterable[Paragraph]:
    """The paragraphs under their headings: furniture, what stands there twice, and the title itself left out."""
    cleaned = [(heading, " ".join(cleaning.clean_text(words).split())) for heading, words in body]
    section, seen = "", set[str]()
    for at, (heading, text) in enumerate(cleaned):
        key = text.casefold()
        after = cleaned[at + 1][1] if at + 1 < len(cleaned) else ""
        if not text or key == title.casefold() or key in seen or cleaning.byline(text) or cleaning.as_date(text):
            continue
        seen.add(key)
        real = cleaning.is_paragraph(text) or (len(text.split()) >= LISTED and not cleaning.is_boilerplate(text))
        if heading or (_titles(text, after) and not real):
            section = text if not cleaning.is_boilerplate(text) else section
        elif real and not _is_heap(text, cleaned):
            yield Paragraph(text, section)


def _titles(text: str, after: str) -> bool:
    """Whether a line that is no tag's heading stands above a paragraph like one."""
    return cleaning.is_heading(text) and len(after.split()) >= cleaning.BODY_WORDS and cleaning.is_paragraph(after)


def _is_heap(text: str, body: Sequence[tuple[bool, str]]) -> bool:
    """Whether a block is only others run together, as the cells of a layout are."""
    inside = sum(other != text and len(other) >= 12 and other in text for _, other in body[:HEAP])
    return inside >= 3


def _enough(body: list[tuple[bool, str]]) -> bool:
    return any(not heading and len(text.split()) >= 8 for heading, text in body)


def _share(text: str, kept: tuple[Paragraph, ...]) -> float:
    """The part of the page's long paragraphs, by letters, that was kept."""
    soup = BeautifulSoup(text, "lxml")
    there = [" ".join(tag.get_text(" ").split()) for tag in soup.find_all("p")]
    long = sum(len(words) for words in there if len(words.split()) >= cleaning.BODY_WORDS)
    return sum(len(paragraph.text) for paragraph in kept) / long if long else 1.0


def _author(found: Any) -> str:
    author = " ".join((getattr(found, "author", None) or "").split())
    return author.replace(";", ",") if len(author) < 120 else ""


def _address(url: str) -> str:
    return url if url.startswith(("https://", "http://")) and len(url) < 2000 else ""


def _tag(tree: Any, name: str) -> str:
    element = tree.find(f".//{name}")
    return "".join(element.itertext()) if element is not None else ""
