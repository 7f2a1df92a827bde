"""Tells the parts of a web page that are the site's own from those of the article, by their place and their form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from lxml.etree import iterwalk

from bot.sources import cleaning

PATH = Path(__file__).with_name("furniture.yaml")
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option p pre "
    "section summary table tbody td tfoot th thead tr ul xmp".split()
)
"""Elements that begin a new line."""
CONTAINERS = frozenset("article aside body center div footer form header html main section table tbody td tr".split())
MOSTLY = 0.5
"""An element with more than this share of a page's text and its title is no furniture, whatever it is called."""
ALL = 0.9
LINKED = 0.6
"""A block is a way to elsewhere when links hold more than this share of its letters."""
WHOLE = 0.85
"""The article is the smallest element with this share of the running text."""
NAMED = 0.3
"""An element that names itself the article is taken for it from this share on."""
SEVERAL = 3
"""A block of so many links, and little else, leads elsewhere even if its last one ends like a sentence."""
_TEXTUAL = frozenset("h1 h2 h3 h4 h5 h6 td th tr tbody pre blockquote".split())
"""Elements that are judged by their form alone."""
SMALL = 60
"""Words that a notice with a button, or a teaser, has at most."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:\D|$)|opacity\s*:\s*0(?:\.0*)?(?:[;\s]|$)",
    re.IGNORECASE,
)


@cache
def names() -> dict[str, frozenset[str]]:
    """The words of ``furniture.yaml`` by what they are."""
    data = yaml.load(PATH.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {key: frozenset(words) for key, words in data.items()}


@lru_cache(maxsize=10_000)
def called(names_given: str, kind: str) -> bool:
    """Whether some names of classes, parted by spaces, have a word or a pair of words of a kind."""
    known = names()[kind]
    for name in _CAMEL.sub("-", names_given[:2000]).lower().replace("_", "-").split():
        words = name.split("-")
        joined = ("-".join(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words) - size + 1))
        if not known.isdisjoint(joined):
            return True
    return False


def named(element: Any, kind: str) -> bool:
    """Whether the class or the id of an element has a word of a kind."""
    return called(f"{element.get('class') or ''} {element.get('id') or ''}", kind)


def hidden(element: Any) -> bool:
    """Whether a reader of the page does not see the element."""
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style") or ""))
        or (element.get("class") is not None and called(element.get("class"), "unseen"))
    )


def unread(element: Any) -> bool:
    """Whether an element holds nothing that is read: a script, a struck-out word, what nobody sees."""
    return not isinstance(element.tag, str) or element.tag in names()["unread"] or hidden(element)


def words_of(element: Any) -> str:
    """All text in an element, white space folded."""
    return " ".join("".join(element.itertext()).split())


@dataclass(slots=True)
class Count:
    """What an element holds: letters, those in links, links, buttons and fields, running text and its paragraphs."""

    letters: int = 0
    linked: int = 0
    links: int = 0
    controls: int = 0
    running: int = 0
    paragraphs: int = 0
    heads: bool = False
    """Whether the page's title or its article is in it."""
    end: str = ""

    @property
    def link_share(self) -> float:
        """The share of the letters that stand in links."""
        return self.linked / self.letters if self.letters else 0.0

    def take(self, other: Count) -> None:
        """Adds what a block within holds."""
        self.letters += other.letters
        self.linked += other.linked
        self.links += other.links
        self.controls += other.controls
        self.running += other.running
        self.paragraphs += other.paragraphs
        self.heads |= other.heads
        self.end = other.end or self.end


@dataclass(slots=True)
class _Open:
    """A block that is being counted: the stretch of text since its last break, and the letters of it in links."""

    count: Count = field(default_factory=Count)
    stretch: list[str] = field(default_factory=list)
    linked: int = 0

    def end(self) -> None:
        """Ends a stretch."""
        text = " ".join("".join(self.stretch).split())
        if text:
            count = self.count
            count.letters += len(text)
            count.linked += min(self.linked, len(text))
            count.end = text[-6:]
            if self.linked <= LINKED * len(text) and cleaning.is_paragraph(text):
                count.running += len(text)
                count.paragraphs += 1
        self.stretch, self.linked = [], 0


def counts_of(tree: Any, skipped: frozenset[Any] = frozenset()) -> dict[Any, Count]:
    """What each block under ``tree`` holds, without the blocks ``skipped``."""
    found: dict[Any, Count] = {}
    stack = [_Open()]
    within_link = 0
    walker = iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start":
            if unread(element) or element in skipped:
                if element.tag in ("input", "select", "textarea") and element.get("type") != "hidden":
                    stack[-1].count.controls += 1
                walker.skip_subtree()
                continue
            if element.tag in BLOCKS:
                stack[-1].end()
                stack.append(_Open())
                stack[-1].count.heads = element.tag in ("h1", "main") or element.get("itemprop") == "articleBody"
            elif element.tag == "br":
                stack[-1].stretch.append(" ")
            within_link += element.tag == "a"
            stack[-1].count.links += element.tag == "a" and bool(element.get("href"))
            stack[-1].count.controls += element.tag == "button"
            _take(stack[-1], element.text, within_link)
            continue
        if event == "end" and not (unread(element) or element in skipped):
            within_link -= element.tag == "a"
            if element.tag in BLOCKS:
                done = stack.pop()
                done.end()
                found[element] = done.count
                stack[-1].count.take(done.count)
        if element is not tree:
            _take(stack[-1], element.tail, within_link)
    return found


def _take(block: _Open, text: str | None, within_link: int) -> None:
    if text:
        block.stretch.append(text)
        block.linked += len(text.strip()) if within_link else 0


class Page:
    """One page's tree, what each of its blocks holds, and which of them are furniture."""

    def __init__(self, tree: Any) -> None:
        self.tree = tree
        self._counts = counts_of(tree)
        self._total = max(1, self.count(tree).running)
        self._judged: dict[Any, str] = {}
        self._lists: dict[Any, bool] = {}
        self._own: dict[Any, Count] = {}
        self._bare: dict[Any, Count] = {}

    def count(self, element: Any) -> Count:
        """What a block holds."""
        return self._counts.get(element) or Count()

    def share(self, element: Any) -> float:
        """The share of the page's running text that a block holds."""
        return self.count(element).running / self._total

    def furniture(self, element: Any) -> str:
        """ "plain" where a block is the site's by its tag, its role or its name, "likely" by its form; else ""."""
        if element not in self._judged:
            self._judged[element] = self._judge(element)
        return self._judged[element]

    def _judge(self, element: Any) -> str:
        tag, count = element.tag, self.count(element)
        if tag in ("html", "body", "article", "main") or tag not in BLOCKS:
            inline = tag not in BLOCKS and (tag == "button" or named(element, "certain"))
            return "plain" if inline and len(words_of(element).split()) <= SMALL // 3 else ""
        if self._is_wrapper(element):
            return ""
        if tag == "footer" and _within(element, ("blockquote", "figure")):
            return ""
        if count.paragraphs and (tag == "aside" or (tag == "footer" and _within(element, ("article",)))):
            return "plain" if count.link_share > LINKED or count.controls else "likely"
        by_form = tag in names()["tags"] or (element.get("role") or "").lower() in names()["roles"]
        if by_form or (tag == "header" and not count.heads and not _within(element, ("article", "main", "section"))):
            return "plain"
        return self._by_name(element) or (
            "likely" if self._leads_elsewhere(element) or self._is_teaser(element) else ""
        )

    def _is_wrapper(self, element: Any) -> bool:
        """Whether an element holds so much of the page that it only wraps it, whatever it is called."""
        share = self.share(element)
        return share >= ALL or (share > MOSTLY and self.count(element).heads)

    def _by_name(self, element: Any) -> str:
        count = self.count(element)
        if element.tag in _TEXTUAL:
            return ""
        given = " ".join(element.get(name) or "" for name in ("class", "data-component", "data-testid", "data-module"))
        own = f"{given} {element.get('id') or ''}"
        if called(own, "comments"):
            return "plain"
        textual = count.paragraphs >= SEVERAL and count.link_share < 0.1 and not count.controls
        certain = called(own, "certain")
        if certain and element.tag != "p" and not (textual and element.tag == "section"):
            return "plain"
        slug = bool(element.get("id")) and _is_slug(element)
        if certain or called(given if slug else own, "likely"):
            borne = count.controls or count.link_share >= 0.2 or (not count.paragraphs and not count.heads)
            return "likely" if borne and count.running < 0.15 * self._total else ""
        return ""

    def _leads_elsewhere(self, element: Any) -> bool:
        """Whether a block is links and little else."""
        count = self.count(element)
        if element.tag not in ("ul", "ol", "dl", "div", "section", "p") or count.link_share <= LINKED or count.heads:
            return False
        whole = cleaning.ends_sentence(count.end) and not (element.tag != "p" and count.links >= SEVERAL)
        return not whole and count.running <= MOSTLY * self._total

    def _is_teaser(self, element: Any) -> bool:
        """Whether a block is one of several alike that each tell of another page, under a heading that leads there."""
        above = element.getparent()
        if above is None or element.tag not in ("div", "li", "section", "article"):
            return False
        if above not in self._lists:
            self._lists[above] = self._is_list_of_teasers(above)
        return self._lists[above] and self._teases(element)

    def _is_list_of_teasers(self, above: Any) -> bool:
        children = [child for child in above if child.tag in BLOCKS and self.count(child).letters]
        teasing = [child for child in children if self._teases(child)]
        share = sum(self.count(child).running for child in teasing) / self._total
        return len(teasing) >= SEVERAL and len(teasing) >= 0.75 * len(children) and share <= MOSTLY

    def _teases(self, element: Any) -> bool:
        count = self.count(element)
        if not count.links or count.letters > 8 * SMALL or count.heads:
            return False
        return any(
            head.find("a") is not None or head.getparent().tag == "a"
            for head in element.iter("h2", "h3", "h4", "h5", "h6")
        )

    def is_notice(self, element: Any) -> bool:
        """Whether a block is a few words with a button or a field."""
        count = self.count(element)
        small = count.letters <= 8 * SMALL and not count.heads
        return bool(count.controls) and small and element.tag in ("div", "section", "ul", "table", "fieldset")

    def is_at_edge(self, element: Any, root: Any) -> bool:
        """Whether the article under ``root`` stands all before or all after a block that is like none beside it."""
        above = below = False
        beside = element.getparent() if element.get("class") else ()
        if any(
            one is not element and one.get("class") == element.get("class") and self._has_own(one) for one in beside
        ):
            return False
        while element is not root and element is not None:
            above |= any(self._has_own(one) for one in element.itersiblings(preceding=True))
            below |= any(self._has_own(one) for one in element.itersiblings())
            element = element.getparent()
        return above != below

    def _has_own(self, element: Any) -> bool:
        count = self._own.get(element)
        return count is not None and count.running > 0

    def article(self) -> Any:
        """The element that holds the article."""
        furniture = frozenset(element for element in self._counts if self.furniture(element))
        self._own = counts_of(self.tree, furniture)
        return _Body(self, self._own).root()

    def is_plain(self, element: Any) -> bool:
        """Whether a block holds no running text but that of plain furniture."""
        if not self._bare:
            plain = frozenset(one for one, judged in self._judged.items() if judged == "plain")
            self._bare = counts_of(self.tree, plain)
        count = self._bare.get(element)
        return count is None or not count.paragraphs


class _Body:
    """The page without its furniture, and where most of its running text stands."""

    def __init__(self, page: Page, counts: dict[Any, Count]) -> None:
        self._page, self._counts = page, counts
        self._total = max(1, self._running(page.tree))

    def _running(self, element: Any) -> int:
        found = self._counts.get(element)
        return found.running if found else 0

    def root(self) -> Any:
        """The smallest element with all of the article, as far as can be told."""
        for path in ("//article | //*[@itemprop='articleBody']", "//main | //*[@role='main']"):
            found = sorted(self._page.tree.xpath(path), key=lambda one: -self._running(one))
            if found and self._running(found[0]) >= NAMED * self._total and self._is_alone(found):
                return found[0] if found[0].tag == "article" else self._narrowed(found[0])
        bodies = self._page.tree.xpath("//body")
        return self._narrowed(bodies[0] if bodies else self._page.tree)

    def _is_alone(self, found: list[Any]) -> bool:
        """Whether the first of some elements has most of the text, of those that do not hold or lie in it."""
        first = found[0]
        inside = {*first.iter(), *first.iterancestors()}
        return all(one in inside or self._running(one) < self._running(first) / 3 for one in found[1:])

    def _narrowed(self, root: Any) -> Any:
        while True:
            heavy = next((child for child in root if self._running(child) >= WHOLE * self._running(root)), None)
            if heavy is None or heavy.tag not in CONTAINERS or not self._running(root):
                return root
            others = [child for child in root if child is not heavy and child in self._counts]
            inner = self._running(heavy) + sum(map(self._running, others))
            if inner < self._running(root) or not all(self._is_apart(one, heavy) for one in others):
                return root
            root = heavy

    def _is_apart(self, other: Any, heavy: Any) -> bool:
        """Whether what stands beside the bulk of the text is no part of it."""
        count = self._counts[other]
        if count.heads:
            return False
        if not count.running:
            return True
        titled = any(one is heavy or heavy in one.iterancestors() for one in self._page.tree.iter("h1"))
        above = _is_before(other, heavy)
        small = count.paragraphs < 2 and count.running < 8 * cleaning.BODY_WORDS and other.tag in CONTAINERS
        return (above and titled) or self._page.is_notice(other) or small


def _is_before(one: Any, other: Any) -> bool:
    return any(each is other for each in one.itersiblings())


def _within(element: Any, tags: Iterable[str]) -> bool:
    return next(element.iterancestors(*tags), None) is not None


def _is_slug(element: Any) -> bool:
    """Whether the id of an element is only the heading that it begins with."""
    head = next(element.iter("h1", "h2", "h3", "h4", "h5", "h6"), None)
    if head is None:
        return False
    words = set(re.findall(r"[^\W_]+", words_of(head).casefold()))
    own = [word for word in re.findall(r"[^\W_]+", (element.get("id") or "").casefold()) if not word.isdigit()]
    return bool(own) and words.issuperset(own)
