"""Makes Word documents, saved news pages and a scraped text of a text."""

from __future__ import annotations

import io
from html import escape

import docx

from bot.sources.document import Document
from evals.reading.texts import FOOT, RUNNING, SITE

TABLE = (("Year", "Passengers", "Cost"), ("2019", "120,000", "4.1 million"), ("2023", "340,000", "9.8 million"))


def word(document: Document, table: bool = False) -> bytes:
    """A Word document with a running head and foot, and where wanted a table after the second paragraph."""
    made = docx.Document()
    made.core_properties.title, made.core_properties.author = document.title, document.author
    made.sections[0].header.paragraphs[0].text = RUNNING
    made.sections[0].footer.paragraphs[0].text = FOOT
    made.add_heading(document.title, 0)
    section = ""
    for number, paragraph in enumerate(document.paragraphs):
        if paragraph.section != section:
            section = paragraph.section
            made.add_heading(section, 1)
        made.add_paragraph(paragraph.text)
        if table and number == 1:
            cells = made.add_table(len(TABLE), len(TABLE[0]))
            for at, row in enumerate(TABLE):
                for column, text in enumerate(row):
                    cells.cell(at, column).text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def semantic_page(document: Document) -> bytes:
    """A page that names its parts: article, nav, aside, footer."""
    body = "".join(marked_up(document))
    links = "".join(f"<li><a href='/{at}'>{escape(line)}</a></li>" for at, line in enumerate(SITE))
    return page_of(document, (
        f"<header><nav><ul>{links}</ul></nav></header><main><article><h1>{escape(document.title)}</h1>"
        f"<p class='byline'>By {escape(document.author)}</p>{body}</article>"
        f"<aside><h3>{SITE[3]}</h3><ul>{links}</ul></aside></main><footer><p>{SITE[7]}</p></footer>"
    ))  # fmt: skip


def plain_page(document: Document) -> bytes:
    """A page of bare divs, its furniture among the paragraphs."""
    parts = marked_up(document, "<h3>{}</h3>")
    for at in range(1, len(parts), 3):
        extra = SITE[at % len(SITE)]
        parts[at] += f"<div class='ad'>{SITE[5]}</div><div class='share related'><a href='#'>{escape(extra)}</a></div>"
    cookies = f"<div id='cookie-banner' class='cookie'><p>{SITE[1]}</p><button>OK</button></div>"
    related = "".join(f"<div class='teaser'><a href='/{n}'>{escape(line)}</a></div>" for n, line in enumerate(SITE))
    return page_of(document, (
        f"{cookies}<div class='menu'>{related}</div><div class='content'><h1>{escape(document.title)}</h1>"
        f"{''.join(parts)}</div><div class='newsletter'><p>{SITE[0]}</p></div><div class='related'>{related}</div>"
        f"<div class='comments'><p>{SITE[6]}</p></div><div class='footer'><p>{SITE[7]}</p></div>"
    ))  # fmt: skip


def old_page(document: Document) -> bytes:
    """A page laid out by tables, paragraphs parted by line breaks."""
    body = "<br><br>".join(
        (f"<b>{escape(heading)}</b><br><br>" if heading else "") + escape(text) for heading, text in pieces_of(document)
    )
    menu = "<br>".join(f"<a href='/{n}'>{escape(line)}</a>" for n, line in enumerate(SITE))
    return page_of(document, (
        f"<table width=100%><tr><td width=150>{menu}</td><td><font size=5>{escape(document.title)}</font><br><br>{body}</td>"
        f"</tr><tr><td colspan=2><small>{SITE[7]}</small></td></tr></table>"
    ))  # fmt: skip


def scraped(document: Document) -> bytes:
    """The text twice over, a capital torn off, ligatures in it, the site's lines between."""
    body = []
    for heading, text in pieces_of(document):
        if heading:
            body.append(heading)
        body.append(text.replace("ffi", "\ufb03").replace("fl", "\ufb02"))
    first = body[0]
    torn = [first[0], first[1:], *body[1:]]
    head = ["www.review.example", document.title, "May 9, 2021", f"By {document.author}"]
    return "\n\n".join([*torn, SITE[2], SITE[3], *head, *torn, SITE[5]]).encode()


def marked_up(document: Document, heading: str = "<h2>{}</h2>", paragraph: str = "<p>{}</p>") -> list[str]:
    """Each paragraph as HTML, with its heading before it where a section begins."""
    return [
        (heading.format(escape(above)) if above else "") + paragraph.format(escape(text))
        for above, text in pieces_of(document)
    ]


def pieces_of(document: Document) -> list[tuple[str, str]]:
    """The heading, where a new one begins, and the text of each paragraph."""
    found, section = [], ""
    for paragraph in document.paragraphs:
        found.append((paragraph.section if paragraph.section != section else "", paragraph.text))
        section = paragraph.section
    return found


def page_of(document: Document, body: str) -> bytes:
    """A whole page with that body."""
    head = f"<title>{escape(document.title)} | {escape(document.publisher)}</title><meta charset=utf-8>"
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()
