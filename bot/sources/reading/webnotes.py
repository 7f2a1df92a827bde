"""Finds the notes of a web page: what the marks in its text lead to, and the links that lead back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from bot.sources.reading.furniture import BLOCKS, called, named, words_of

LONGEST = 4_000
"""Letters of a note, at most."""
_CORE = r"(?:\d{1,3}|[ivxl]{1,6}|[a-z]|[*†‡§¶#]{1,3})"
_MARK = re.compile(rf"^[\[(]?(?:(?:note|nb|n|fn)\.?\s?)?(?P<core>{_CORE})[\])]?$", re.IGNORECASE)
_SEVERAL = re.compile(r"^[\[(]?\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*[\])]?$")
_BACK = re.compile(r"(?:\s*[↩↑⤴⏎^]\ufe0e?)+$")
_AHEAD = re.compile(r"^(?:[↩↑⤴⏎^]\ufe0e?\s*)+")
_HOLDS = frozenset(("li", "p", "div", "dd", "tr", "aside", "section", "blockquote", "figcaption", "footer"))
_DEEPEST = 3


def is_shifted(element: Any, where: str) -> bool:
    """Whether an element stands above the line ("sup") or below it ("sub"), by its tag or its style."""
    style = (element.get("style") or "").replace(" ", "").lower()
    by_style = element.tag in ("span", "font", "a", "small") and re.search(
        rf"vertical-align:(?:text-)?{_PLACES[where]}", style
    )
    return bool(element.tag == where or by_style)


_PLACES = {"sup": "(?:super|top)", "sub": "(?:sub|bottom)"}


class Notes:
    """The notes of one page, by the ids that marks lead to."""

    def __init__(self, tree: Any) -> None:
        self._order = {element: at for at, element in enumerate(tree.iter()) if isinstance(element.tag, str)}
        self._ids: dict[str, Any] = {}
        for element in self._order:
            for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
                if name:
                    self._ids.setdefault(name, element)
        self.elements: dict[str, Any] = {}
        self.taken: set[Any] = set()
        self.beside: dict[Any, str] = {}
        """The notes that stand in the text itself, in an element of their own, with their keys."""
        self.places: dict[str, Any] = {}
        """Where each note begins."""
        self._cores: dict[str, str] = {}
        self._back: set[str] = set()
        self._find()
        self._find_beside()

    def _find(self) -> None:
        links = [link for link in self._order if link.tag == "a" and link.get("href") and _MARK.match(words_of(link))]
        for link in links:
            key = self._key(link)
            target = self._target(link, key) if key in self._ids and key not in self.elements else None
            if target is not None:
                self.elements[key], self.places[key] = target, self._ids[key]
                self.taken |= {target, self._ids[key]} if self._ids[key].tag == "dt" else {target}
                self._cores[key] = _core(words_of(link))
            if key in self.elements:
                self._back |= _ids_around(link)

    def _find_beside(self) -> None:
        for element in self._order:
            if element.tag not in BLOCKS and named(element, "beside"):
                key = f"beside {len(self.beside)}"
                self.beside[element] = key
                self.elements[key] = self.places[key] = element
                self.taken.add(element)
                self._cores[key] = ""

    def is_before(self, one: Any, other: Any) -> bool:
        """Whether an element begins before another."""
        return self._order[one] < self._order[other]

    def _key(self, link: Any) -> str:
        return unquote((link.get("href") or "").partition("#")[2])

    def _target(self, link: Any, key: str) -> Any | None:
        """The block of the note that a link leads to, None where it leads to something else, or up."""
        place = self._ids[key]
        found = place
        if found.tag in ("dt", "td", "th"):
            below = found.getnext() if found.tag == "dt" else found.getparent()
            found = below if below is not None else found
        while found is not None and found.tag not in _HOLDS:
            if found.tag in BLOCKS:
                return None
            found = found.getparent()
        if found is None or found in link.iterancestors() or self._order[place] < self._order[link]:
            return None
        text = " ".join(" ".join(found.itertext()).split())
        if len(text) > LONGEST or any(
            one.tag in BLOCKS and one.tag[0] == "h" and len(one.tag) == 2
            for one in found.iter("h1", "h2", "h3", "h4", "h5", "h6", "table")
        ):
            return None
        return found if self._is_note(link, key, found, text) else None

    def _is_note(self, link: Any, key: str, found: Any, text: str) -> bool:
        """Whether what a link leads to is a note by its name, by its way back, or by the mark that it begins with."""
        around = _ids_around(link)
        if any(self._key(back) in around for back in found.iter("a")):
            return True
        above = [found, *list(found.iterancestors())[:_DEEPEST]]
        said = " ".join(
            f"{one.get('role') or ''} {one.get('{http://www.idpf.org/2007/ops}type') or one.get('epub:type') or ''}"
            for one in above
        )
        if any(named(one, "notes") for one in above) or called(re.sub(r"\d+", " ", f"{key} {said}"), "notes"):
            return True
        shown = words_of(link)
        if not (shown.startswith(("[", "(")) or _is_raised(link)):
            return False
        return bool(
            found.tag == "li" or found in self.taken or re.match(rf"[\[(^\s]*{re.escape(_core(shown))}(?!\w)", text)
        )

    def targets(self, mark: Any) -> list[str]:
        """The notes that a mark leads to."""
        if mark.tag == "a" and not _MARK.match(words_of(mark)):
            return []
        links = [*mark.iter("a"), *(one for one in mark.iterancestors("a"))]
        return [key for key in map(self._key, links) if key in self.elements]

    def is_mark(self, element: Any) -> bool:
        """Whether an element is a mark: raised, or a link to a note."""
        if is_shifted(element, "sup"):
            return True
        if element.tag != "a" or "#" not in (element.get("href") or ""):
            return False
        text = words_of(element)
        lost = element.get("href").startswith("#") and text.startswith("[") and bool(_MARK.match(text))
        return lost or bool(self.targets(element))

    def is_linked(self, mark: Any) -> bool:
        """Whether a mark leads anywhere, as a power does not."""
        text = words_of(mark)
        links = [one for one in (*mark.iter("a"), *list(mark.iterancestors("a"))[:1]) if one.get("href")]
        return bool(links) and bool(_MARK.match(text) or _SEVERAL.match(text))

    def leads_back(self, element: Any) -> bool:
        """Whether an element is a link from a note to its mark, or a sign that leads to its own place."""
        if element.tag != "a" or "#" not in (element.get("href") or ""):
            return False
        if not any(char.isalnum() for char in words_of(element)):
            return bool(element.get("href").startswith("#")) and not self.targets(element)
        return self._key(element) in self._back and any(above in self.taken for above in element.iterancestors())

    def cleaned(self, notes: Mapping[str, str]) -> dict[str, str]:
        """The texts of notes without the marks and arrows that they begin and end with."""
        found = {}
        for key, text in notes.items():
            text = _AHEAD.sub("", _BACK.sub("", text))
            core = re.escape(self._cores[key])
            mark = rf"^[\[(]?{core}(?:[\])]\s*[.:]?\s*|[.:]\s*|\s+)"
            text = re.sub(mark, "", text, count=1, flags=re.IGNORECASE) if core else text
            if any(char.isalnum() for char in text):
                found[key] = _AHEAD.sub("", text).strip()
        return found


def _core(mark: str) -> str:
    match = _MARK.match(mark)
    return match["core"] if match else mark


def _ids_around(link: Any) -> set[str]:
    """The ids at a mark that a note may lead back to: its own, and those of the elements on the line around it."""
    found = {one.get("id") or one.get("name") for one in link.iter()}
    for above in list(link.iterancestors())[:_DEEPEST]:
        if above.tag in BLOCKS:
            break
        found |= {above.get("id")} | {one.get("id") or one.get("name") for one in above.iter("a", "span")}
    before = link.getprevious()
    found |= {before.get("id") or before.get("name")} if before is not None and before.tag == "a" else set()
    return {name for name in found if name}


def _is_raised(link: Any) -> bool:
    around = [link, *list(link.iterancestors())[:2], *list(link.iter())[:3]]
    return any(isinstance(one.tag, str) and is_shifted(one, "sup") for one in around)
