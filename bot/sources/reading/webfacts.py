"""What a web page states about itself in its fields: title, authors, publisher, date. Nothing is guessed here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.sources.bylines import date_of, names_of
from bot.sources.reading.furniture import words_of

_TYPES = re.compile(r"Article|Posting|Report|Blog|Review|Book|Chapter|Work|Thesis|Legislation", re.IGNORECASE)
_PAGES = re.compile(r"WebPage$", re.IGNORECASE)
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "citation_publication_date",
    "citation_date", "citation_online_date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date",
    "dc.date.created", "dcterms.created", "parsely-pub-date", "sailthru.date", "bt:pubdate", "pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date", "publication-date", "og:published_time",
    "prism.publicationdate", "article.published", "published-date", "date",
)  # fmt: skip
_AUTHORS = ("citation_author", "author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "byl")
_PUBLISHERS = (
    "og:site_name",
    "citation_publisher",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "application-name",
)
_TITLES = ("citation_title", "og:title", "dc.title", "dcterms.title", "twitter:title", "headline")
_ISO = re.compile(r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)|^(\d{4})(\d\d)(\d\d)$|^(\d{4})(?:[-/](\d\d))?$")
_ADDRESS = re.compile(r"^https?://|^www\.|@")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stated, "" where it is not; ``date`` is ISO, or only its year, or year and month."""

    title: str = ""
    author: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""
    named: str = ""
    """What the ``title`` element says: often the title with the site's name after it."""


def stated(tree: Any) -> Facts:
    """The facts in a page's meta elements, its JSON-LD and its microdata."""
    metas = list(_metas(tree))
    data = _linked_data(tree)
    element = tree.find(".//title")
    return Facts(
        title=_first(metas, _TITLES) or _of(data, "headline"),
        author=names_of(_people(data)) or names_of(_all(metas, _AUTHORS)),
        publisher=_first(metas, _PUBLISHERS) or " and ".join(_names(_value(data, "publisher"))[:1]),
        date=next(filter(None, map(_day, (*_all_of(metas, _DATES), _of(data, "datePublished"), *_marked(tree)))), ""),
        url=next(iter(tree.xpath("//link[@rel='canonical']/@href")), "") or _first(metas, ("og:url",)),
        named=words_of(element) if element is not None else "",
    )


def iso(given: str) -> str:
    """A date as a machine writes it, or its year, or year and month; "" for all else, and for no day there is."""
    match = _ISO.match(given.strip())
    if not match:
        return ""
    parts = [int(part) for part in match.groups() if part]
    if not 1400 <= parts[0] <= date.today().year + 1:
        return ""
    try:
        day = date(*[*parts, 1, 1][:3]).isoformat()
    except ValueError:
        return ""
    return day[: (0, 4, 7, 10)[len(parts)]]


def _day(given: str) -> str:
    return iso(given) or date_of(given)


def _metas(tree: Any) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        content = " ".join((meta.get("content") or "").split())
        for name in {meta.get("property"), meta.get("name"), meta.get("itemprop")}:
            if name and content:
                yield name.lower(), content


def _first(metas: Sequence[tuple[str, str]], wanted: Sequence[str]) -> str:
    return next(_all_of(metas, wanted), "")


def _all_of(metas: Sequence[tuple[str, str]], wanted: Sequence[str]) -> Iterator[str]:
    return (content for name in wanted for given, content in metas if given == name)


def _all(metas: Sequence[tuple[str, str]], wanted: Sequence[str]) -> list[str]:
    """All values of the first name that has any which is no address."""
    for name in wanted:
        found = [content for given, content in metas if given == name and not _ADDRESS.search(content)]
        if found:
            return found
    return []


def _linked_data(tree: Any) -> list[dict[str, Any]]:
    """The objects of JSON-LD that describe the page's article, or else the page."""
    found: list[dict[str, Any]] = []
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            found += _objects(json.loads(script.text or "", strict=False), 0)
        except (ValueError, RecursionError):
            continue
    known = {one["@id"]: one for one in found if isinstance(one.get("@id"), str) and one.get("name")}
    found = [{name: _known(value, known) for name, value in one.items()} for one in found]
    articles = [one for one in found if _is_of(one, _TYPES)]
    if len({str(one.get("headline") or one.get("name")) for one in articles}) > 1:
        # Several articles are a list of them; the page is the one that says so.
        articles = [one for one in articles if one.get("mainEntityOfPage")][:1]
    return [*articles, *(one for one in found if _is_of(one, _PAGES))]


def _is_of(given: dict[str, Any], types: re.Pattern[str]) -> bool:
    kind = given.get("@type") or ""
    return any(types.search(str(each)) for each in (kind if isinstance(kind, list) else [kind]))


def _objects(given: Any, depth: int) -> list[dict[str, Any]]:
    if isinstance(given, list) and depth < 4:
        return [found for one in given for found in _objects(one, depth + 1)]
    if isinstance(given, dict):
        below = [one for name in ("@graph", "mainEntity") for one in _objects(given.get(name) or [], depth + 1)]
        return [given, *below]
    return []


def _known(value: Any, known: dict[str, Any]) -> Any:
    """A value, or the object of the same page that it only refers to."""
    if isinstance(value, list):
        return [_known(one, known) for one in value]
    return known.get(str(value["@id"]), value) if isinstance(value, dict) and "@id" in value else value


def _value(data: Sequence[dict[str, Any]], name: str) -> Any:
    return next((one[name] for one in data if one.get(name)), None)


def _of(data: Sequence[dict[str, Any]], name: str) -> str:
    found = _value(data, name)
    return str(found) if isinstance(found, str | int) else ""


def _people(data: Sequence[dict[str, Any]]) -> list[str]:
    return _names(_value(data, "author")) or _names(_value(data, "creator"))


def _names(given: Any) -> list[str]:
    """The names in what a field of JSON-LD holds: a text, an object, or a list of them."""
    found = []
    for one in given if isinstance(given, list) else [given]:
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, list):
            found += [text for text in name if isinstance(text, str)]
        elif isinstance(name, str) and not _ADDRESS.search(name):
            found.append(" ".join(name.split()))
    return [name for name in found if name]


def _marked(tree: Any) -> Iterator[str]:
    """What is marked as the time of publication in the page itself."""
    for element in tree.xpath("//time[@pubdate] | //*[@itemprop='datePublished']"):
        yield element.get("datetime") or element.get("content") or words_of(element)
