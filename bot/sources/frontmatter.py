"""Reads the head of a Markdown file, in YAML or TOML, and tells it from text that stands between two rules."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from typing import Any

import yaml

from bot.errors import SourceError
from bot.sources.bylines import date_of, names_of
from bot.sources.cleaning import ends_sentence, is_paragraph, measure

_FIELDS = {
    "title": "title", "author": "author", "authors": "author", "by": "author", "byline": "author",
    "about_author": "about_author", "publisher": "publisher", "publication": "publisher", "date": "date",
    "published": "date", "publication_date": "date", "pubdate": "date", "date_published": "date", "url": "url",
    "link": "url", "kind": "kind", "note": "note",
}  # fmt: skip
"""What a field of the head is called, and which of a document's facts it states."""
_NAMED = 8
"""A field that is no fact of a document is named in a warning where its text has more than so many words."""


def parted(text: str, name: str) -> tuple[dict[str, str], str, list[str]]:
    """The facts that the head of a Markdown text states, its body, and warnings about what of the head was left out.

    Raises:
        SourceError: the head cannot be read.
    """
    lines = text.split("\n")
    fence = lines[0].strip()
    if fence not in ("---", "+++") or len(lines) < 2 or not lines[1].strip():
        return {}, text, []
    ends = ("---", "...") if fence == "---" else ("+++",)
    end = next((at for at, line in enumerate(lines[1:], 1) if line.strip() in ends), None)
    if end is None:
        return {}, text, []
    inside, rest = lines[1:end], "\n".join(lines[end + 1 :])
    head = _toml(inside, name) if fence == "+++" else _yaml(inside, name)
    if head is None:
        return {}, "\n".join([*inside, "", rest]), []
    warnings = [
        f"Left out of the head of the file, “{key}”: “{value}”"
        for key, value in head.items()
        if str(key).casefold() not in _FIELDS and isinstance(value, str) and measure(value) > _NAMED
    ]
    return _facts(head), rest, warnings


def _toml(lines: list[str], name: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        if any(map(is_paragraph, lines)) and not any("=" in line for line in lines):
            return None
        raise SourceError(f"{name}: the head between the +++ lines is not valid TOML: {error}") from error


def _yaml(lines: list[str], name: str) -> dict[Any, Any] | None:
    """The head, or None where what stands between the rules is text."""
    stated = any(line.partition(":")[0].strip().casefold() in _FIELDS and ":" in line for line in lines)
    try:
        head = yaml.load("\n".join(lines), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        if not stated and any(map(is_paragraph, lines)):
            return None
        raise SourceError(f"{name}: the head between the --- lines is not valid YAML: {error}") from error
    if head is None:
        return {}
    if isinstance(head, dict):
        return head if _is_head(head) else None
    if isinstance(head, str) or (isinstance(head, list) and any(isinstance(x, str) and is_paragraph(x) for x in head)):
        return None
    raise SourceError(f"{name}: the head between the --- lines must be 'name: value' lines.")


def _is_head(head: Mapping[Any, Any]) -> bool:
    """Whether a mapping is a head of fields, and not a sentence with a colon in it."""
    known = [key for key in head if str(key).casefold() in _FIELDS]
    if len(head) == 1 and isinstance(value := next(iter(head.values())), str):
        words = measure(value)
        return words < 3 or (bool(known) and not (ends_sentence(value) and words > 3))
    plain = all(re.fullmatch(r"[^\W\d][\w.-]*", str(key)) for key in head)
    return bool(known) or plain


def _facts(head: Mapping[Any, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in head.items():
        field = _FIELDS.get(str(key).casefold())
        if field and value is not None and not (field in found and str(key).casefold() != field):
            found[field] = _written(field, value)
    return {field: value for field, value in found.items() if value}


def _written(field: str, value: Any) -> str:
    if field == "author" or (field == "publisher" and not isinstance(value, str)):
        return names_of(value if isinstance(value, (str, list, Mapping)) else str(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if field == "date":
        return date_of(str(value)) or str(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
