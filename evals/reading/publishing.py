"""Makes pages, Word files and texts as today's systems publish them."""

from __future__ import annotations

import io
import textwrap
from html import escape

import docx

from bot.sources.document import Document
from evals.reading.saving import marked_up, page_of, pieces_of
from evals.reading.texts import SITE


def blog(document: Document) -> bytes:
    """A blog's page: the entry in a div, buttons to share, related entries and comments below, widgets at the side."""
    entry = "".join(marked_up(document, "<h2 class='wp-block-heading'>{}</h2>"))
    links = "<ul><li><a href='#'>X</a></li><li><a href='#'>Mail</a></li></ul>"
    shares = f"<div class='sharedaddy'><h3>{SITE[2]}</h3>{links}</div>"
    posted = f"<time datetime='{document.date}'>{document.date}</time> by {escape(document.author)}"
    posts = "".join(f"<li><a href='/{at}'>{escape(line)}</a></li>" for at, line in enumerate(SITE[3:5]))
    return page_of(document, (
        f"<div id='page'><header class='site-header'><p class='site-title'><a href='/'>Notes</a></p></header>"
        f"<div class='site-content'><div class='post'><h1 class='entry-title'>{escape(document.title)}</h1>"
        f"<div class='entry-meta'>Posted on {posted}</div><div class='entry-content'>{entry}{shares}</div></div>"
        f"<div id='comments'><p class='must-log-in'>{SITE[6]}</p>"
        f"<ol><li><div class='comment-body'><p>{SITE[8]}</p></div></li></ol></div></div>"
        f"<div class='widget-area'><div class='widget'><h4>{SITE[3]}</h4><ul>{posts}</ul></div></div>"
        f"<footer class='site-footer'>{SITE[7]}</footer></div>"
    ))  # fmt: skip


def letter(document: Document) -> bytes:
    """A letter to subscribers on the web: boxes to sign up between the paragraphs, pictures with a line below."""
    parts = marked_up(document, "<h3>{}</h3>", "<p><span>{}</span></p>")
    parts[1] += (
        f"<div class='subscription-widget-wrap'><form action='/s'><p>{SITE[0]}</p><input type=email>"
        "<button>Subscribe</button></form></div>"
    )
    parts[3] += "<figure><img src='a.png' alt='A view'><figcaption>The view from the east.</figcaption></figure>"
    return page_of(document, (
        f"<main><article><h1>{escape(document.title)}</h1>"
        f"<div class='byline'><a href='/a'>{escape(document.author)}</a></div>"
        f"<div class='available-content'>{''.join(parts)}</div><div class='post-footer'><button>Like</button>"
        f"<a href='#'>{SITE[2]}</a></div></article></main><div class='footer'>{SITE[7]}</div>"
        f"<div role='dialog' class='consent'><p>{SITE[1]}</p><button>Accept</button></div>"
    ))  # fmt: skip


def office(document: Document) -> bytes:
    """A public office's page: breadcrumbs, a list of what is on the page, a menu at the side, sections by id."""
    sections = list(dict.fromkeys(one.section for one in document.paragraphs if one.section))
    contents = "".join(f"<li><a href='#s{at}'>{escape(name)}</a></li>" for at, name in enumerate(sections))
    body = "".join(
        (f"<section id='s{sections.index(heading)}'><h2>{escape(heading)}</h2></section>" if heading else "")
        + f"<div class='text'><p>{escape(text)}</p></div>"
        for heading, text in pieces_of(document)
    )
    menu = "".join(f"<li><a href='/{at}'>{escape(line)}</a></li>" for at, line in enumerate(SITE))
    return page_of(document, (
        f"<nav aria-label='Breadcrumb'><ol><li><a href='/'>Home</a></li><li><a href='/w'>Water</a></li></ol></nav>"
        f"<div class='layout'><div class='sidebar'><ul>{menu}</ul></div><div id='content' role='main'>"
        f"<h1>{escape(document.title)}</h1><div class='toc'><h2>On this page</h2><ul>{contents}</ul></div>{body}"
        f"<p><a href='#top'>Back to top</a></p></div></div><div id='footer'><p>{SITE[7]}</p></div>"
    ))  # fmt: skip


def bold_heads(document: Document) -> bytes:
    """A Word file without styles: headings are bold lines, its first line is the title, the text stands in one cell."""
    made = docx.Document()
    made.add_paragraph().add_run(document.title).bold = True
    made.add_paragraph(f"By {document.author}, {document.publisher}, {document.date}")
    cell = made.add_table(1, 1).cell(0, 0)
    for heading, text in pieces_of(document):
        if heading:
            cell.add_paragraph().add_run(heading).bold = True
        cell.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def wire(document: Document) -> bytes:
    """An agency's text: 62 columns, paragraphs begun by spaces without a blank line, a heading in capitals."""
    lines = [document.title.upper(), "", f"By {document.author}", ""]
    for heading, text in pieces_of(document):
        if heading:
            lines += ["", heading.upper(), ""]
        lines += textwrap.wrap(text, 62, initial_indent="   ")
    return "\r\n".join(lines).encode("cp1252")


def repository(document: Document) -> bytes:
    """Markdown as it is kept in a repository: TOML at its head, wrapped at 72, comments, a mark of a note."""
    parts = [
        f'+++\ntitle = "{document.title}"\nauthors = ["{document.author}"]\ndate = {document.date}\n+++',
        "<!-- toc -->",
    ]
    for at, (heading, text) in enumerate(pieces_of(document)):
        if heading:
            parts.append(f"{heading}\n{'-' * len(heading)}")
        parts.append(textwrap.fill(text, 72, break_on_hyphens=False) + ("[^1]" if at == 2 else ""))
    return "\n\n".join([*parts, "[^1]: It was said at a meeting to which nobody else had been asked.\n"]).encode()
