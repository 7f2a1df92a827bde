"""Reads Markdown: its head, headings, paragraphs, rows of tables, notes, and the HTML within."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.errors import SourceError
from bot.sources import cleaning, frontmatter
from bot.sources.bylines import Byline, read_byline
from bot.sources.document import Document, Paragraph
from bot.sources.hyphens import words_of
from bot.sources.inline import Words
from bot.sources.tables import rows_of

NOTES = "Notes"
"""The section of the notes at the end of a document."""
_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)$")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_MARK = re.compile(r"\[\^([^\]\s]+)\]|\^\[([^\]]+)\]")
_TAG = re.compile(r"^<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_TOP = 4
"""Among so many paragraphs from the top a byline is looked for, before the running text begins."""


def read_markdown(text: str, name: str = "") -> Document:
    """The document in a Markdown text; ``name`` serves as its title where it has none.

    Raises:
        SourceError: the head cannot be read, or there is no running text.
    """
    head, body, warnings = frontmatter.parted(cleaning.clean_text(text), name)
    reading = _Reading(body)
    reading.read()
    paragraphs, bylines, furniture = _without_bylines(reading)
    if not paragraphs:
        raise SourceError(f"{name or 'The text'} holds no paragraph: nothing was added.")
    facts = {**{key: value for one in bylines[::-1] for key, value in _stated(one).items()}, **head}
    guessed = ["title"] if not head.get("title") and not reading.title else []
    guessed += [fact for fact in ("author", "publisher", "date") if fact in facts and fact not in head]
    return Document(
        title=head.get("title") or reading.title or name,
        paragraphs=tuple(paragraphs),
        author=facts.get("author", ""),
        about_author=facts.get("about_author", ""),
        publisher=facts.get("publisher", ""),
        date=facts.get("date", ""),
        url=facts.get("url", ""),
        kind=facts.get("kind", "document"),
        note=facts.get("note", ""),
        guessed=tuple(guessed),
        furniture=tuple(furniture),
        warnings=tuple(warnings),
    )


class _Reading:
    """The body of one file as it is read."""

    def __init__(self, body: str) -> None:
        self.body, self.defined = _definitions(body)
        self.known = words_of(body) if "-\n" in body else Counter[str]()
        self.parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
        self.title = self.section = ""
        self.paragraphs: list[Paragraph] = []
        self.lined: dict[int, str] = {}
        """By the number of a short paragraph, its text with the line ends of the source."""
        self.marks: dict[str, tuple[int, int]] = {}
        self.inlined: list[tuple[str, tuple[int, int]]] = []

    def read(self) -> None:
        """Reads the body, then its notes."""
        self._blocks(self.parser.parse(self.body))
        found: list[tuple[str, tuple[int, int] | None]] = []
        found += [(self._plain_text(text), place) for text, place in self.inlined]
        found += [(self._plain_text(text), self.marks.get(name)) for name, text in self.defined.items()]
        notes = [Paragraph(text, NOTES, note_to=place) for text, place in found if text]
        self.paragraphs += sorted(notes, key=lambda note: note.note_to or (len(self.paragraphs) + 1, 0))

    def _plain_text(self, text: str) -> str:
        """The text of a note, its marks out."""
        return " ".join(
            self._words(token, to_notes=False).end() for token in self.parser.parse(text) if token.type == "inline"
        )

    def _blocks(self, tokens: Sequence[Token]) -> None:
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.type == "table_open":
                end = next(n for n in range(at, len(tokens)) if tokens[n].type == "table_close")
                self._table(tokens[at:end])
                at = end
            elif token.type == "inline":
                self._inline(token, tokens[at - 1])
            elif token.type in ("code_block", "fence"):
                self._code(token)
            elif token.type == "html_block":
                self._html(token.content)
            at += 1

    def _inline(self, token: Token, before: Token) -> None:
        words = self._words(token)
        text = words.end()
        if before.type == "heading_open":
            # A rule drawn right under a paragraph makes it a heading by the letter of Markdown.
            underlined = before.markup in ("-", "=") and cleaning.ends_sentence(text) and cleaning.measure(text) >= 8
            if not underlined:
                self._heading(text, int(before.tag[1]))
                return
        lines = "".join("\n" if one.type.endswith("break") else one.content for one in token.children or [])
        self._paragraph(text, words.notes, lines)

    def _heading(self, text: str, level: int) -> None:
        if text and level == 1 and not self.title and not self.section:
            self.title = text
        elif text:
            self.section = text

    def _paragraph(self, text: str, notes: Sequence[tuple[str, int]] = (), lines: str = "") -> None:
        if not text:
            return
        self.paragraphs.append(Paragraph(text, self.section))
        if "\n" in lines and len(lines) < 400:
            self.lined[len(self.paragraphs)] = lines
        for note, offset in notes:
            place = (len(self.paragraphs), min(offset, len(text)))
            if note in self.defined:
                self.marks.setdefault(note, place)
            elif note.startswith("^"):
                self.inlined.append((note[1:], place))

    def _table(self, tokens: Sequence[Token]) -> None:
        rows: list[list[str]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(self._words(token, to_notes=False).end())
        headed = any(rows[0])
        for row in rows_of(rows, head=True) if headed else rows_of(rows[1:], head=False):
            self._paragraph(row)

    def _code(self, token: Token) -> None:
        """Code, line by line; what is indented and reads as running text is text."""
        for chunk in re.split(r"\n[ \t]*\n", token.content):
            text = " ".join(chunk.split())
            if token.type == "code_block" and cleaning.is_paragraph(text):
                self._blocks(self.parser.parse("\n".join(line.strip() for line in chunk.split("\n"))))
            else:
                self._paragraph(text)

    def _html(self, content: str) -> None:
        from bot.sources.fragments import fragments_of

        for fragment in fragments_of(content):
            if fragment.heading:
                self._heading(fragment.text, fragment.heading)
            else:
                self._paragraph(fragment.text)

    def _words(self, token: Token, to_notes: bool = True) -> Words:
        """The words of an inline token: marks of Markdown out, links as their text, images left out."""
        words = Words(self.known)
        unread = ""
        for child in token.children or []:
            tag = _TAG.match(child.content) if child.type == "html_inline" else None
            if tag and tag[2].lower() in ("script", "style"):
                unread = "" if tag[1] else tag[2]
            elif tag:
                words.tag(tag[2].lower(), closing=bool(tag[1]))
            elif child.type == "softbreak":
                words.line_end()
            elif child.type == "hardbreak":
                words.gap()
            elif child.type == "text" and not unread:
                self._text(words, child.content, to_notes)
            elif child.type == "code_inline":
                words.add(child.content)
        return words

    def _text(self, words: Words, content: str, to_notes: bool) -> None:
        at = 0
        for mark in _MARK.finditer(content):
            name, note = mark.groups()
            if note is None and name not in self.defined and not name.isdigit():
                continue
            words.add(content[at : mark.start()])
            at = mark.end()
            if to_notes:
                words.mark(f"^{note}" if note else name)
            elif note:
                words.add(f"({note})")
        words.add(content[at:])


def _definitions(body: str) -> tuple[str, dict[str, str]]:
    """The body without the definitions of its notes, and these by their name."""
    if "[^" not in body:
        return body, {}
    kept: list[str] = []
    defined: dict[str, list[str]] = {}
    current: list[str] | None = None
    fence = ""
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        if mark and current is None:
            fence = "" if fence and line.strip().startswith(fence) else fence or mark[1]
        begins = None if fence else _DEFINITION.match(line)
        if begins:
            current = defined.setdefault(begins[1], [])
            current.append(begins[2])
        elif current is not None and _goes_on(line, current):
            current.append(line.strip())
        else:
            current = None
            kept.append(line)
    return "\n".join(kept), {name: "\n".join(lines).strip() for name, lines in defined.items()}


def _goes_on(line: str, lines: Sequence[str]) -> bool:
    """Whether a line belongs to the note above: it is indented or empty, or follows without an empty line between."""
    return line.startswith(("  ", "\t")) or not line.strip() or (bool(lines[-1]) and not line.startswith(("#", "[^")))


def _without_bylines(reading: _Reading) -> tuple[list[Paragraph], list[Byline], list[str]]:
    """The paragraphs that are no byline, the bylines, and their texts."""
    found = dict(_bylines(reading))
    moved: dict[int, int] = {}
    for number in range(1, len(reading.paragraphs) + 1):
        if number not in found:
            moved[number] = len(moved) + 1
    kept = [
        replace(one, note_to=(moved[one.note_to[0]], one.note_to[1]) if one.note_to[0] in moved else None)
        if one.note_to
        else one
        for number, one in enumerate(reading.paragraphs, 1)
        if number in moved
    ]
    return kept, [*found.values(), *_standfirsts(reading)], [reading.paragraphs[number - 1].text for number in found]


def _bylines(reading: _Reading) -> Iterator[tuple[int, Byline]]:
    """The bylines before the running text, and one that is the last paragraph, by their numbers."""
    texts = [one for one in reading.paragraphs if one.section != NOTES or one.note_to is None]
    for number, one in enumerate(texts[:_TOP], 1):
        byline = _byline(reading, number, one.text)
        if byline:
            yield number, byline
        elif cleaning.is_paragraph(one.text):
            break
    byline = _byline(reading, len(texts), texts[-1].text) if len(texts) > 1 else None
    if byline and (byline.author or byline.publisher) and byline.date:
        yield len(texts), byline


def _byline(reading: _Reading, number: int, text: str) -> Byline | None:
    found = read_byline(reading.lined.get(number, text))
    return found if found and not found.rest else None


def _standfirsts(reading: _Reading) -> Iterable[Byline]:
    """The writer that the first paragraph names in a "writes …" at its end; the paragraph stays."""
    found = read_byline(reading.paragraphs[0].text) if reading.paragraphs else None
    return [found] if found and found.rest else []


def _stated(byline: Byline) -> dict[str, str]:
    facts = {"author": byline.author, "publisher": byline.publisher, "date": byline.date}
    return {name: value for name, value in facts.items() if value}
