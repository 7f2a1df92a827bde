"""Web pages of six different makes around one text, each with a site's own parts in the form that such sites "
"give them."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape

TITLE = "What the flood cost the valley of the Orra"
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("", (
        "The valley of the Orra was under water for nine days in the spring of 2019,"
        " and the dam above it was never mended.",
        "Nobody paid.",
        "Related works on the lighthouse cost 3 million crowns, which the port took from the fund for its pilots.",
    )),
    ("Background", (
        "The dam was built in 1931 by a firm from Tarnow that had never built one before,"
        " as its own engineers wrote later.",
        "Cookies were baked on the site of the old mill, and the money from them went to the families of the "
        "lower town.",
        "Register offices in three villages lost all of their books.",
    )),
    ("Costs", (
        "Share on share the price of the water company fell, from 90 crowns in May to 12 crowns in the autumn "
        "of that year.",
        "Sponsored walks raised 4 million crowns.",
        "Advertisement for the new bridge began before a single plank of it had been paid for.",
    )),
    ("Background", (
        "The second dam, of which the first report does not speak,"
        " was finished in 1958 and holds a third of the water.",
        "Subscribe to no promise, the mayor said.",
    )),
)  # fmt: skip
"""Headings and the paragraphs under each."""
PARAGRAPHS = tuple(text for _, texts in SECTIONS for text in texts)
FURNITURE = (
    "Home", "World", "Opinion",
    "We and our 120 partners store small files on your device to make this page better.",
    "Ten gardens that you should see before the summer ends",
    "The bakers of Lindhaven went on strike on Monday, and the city had no bread for a week.",
    "Get the morning letter in your inbox, every day before breakfast.",
    "What a lovely piece, I was there as a child and remember every house in that street.",
    "The author has no idea what he is talking about, my uncle drove the first boat.",
    "© 2021 The Lindhaven Post. All rights reserved.",
    "Most read today",
)  # fmt: skip
"""What the sites put around it: a menu, notices, teasers, comments."""


def _body(heading: str = "h2", paragraph: str = "<p>%s</p>", between: str = "") -> str:
    parts = []
    for at, (head, texts) in enumerate(SECTIONS):
        parts.append(f"<{heading}>{escape(head)}</{heading}>" if head else "")
        parts += [paragraph % escape(text) for text in texts]
        parts.append(between if at == 1 else "")
    return "".join(parts)


def _page(body: str, head: str = "") -> str:
    return f"<!doctype html><html lang=en><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def news() -> str:
    """A news page: menu, notice with buttons, related box within the text, letter form, teasers, comments."""
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in FURNITURE[:3])
    related = f'<div class="related-box"><h3>Related</h3><ul><li><a href="/g">{FURNITURE[4]}</a></li></ul></div>'
    form = f'<form action="/letter"><p>{FURNITURE[6]}</p><input name=mail><button>Send</button></form>'
    teaser = f'<div><a href="/b"><p>{FURNITURE[5]}</p></a></div>'
    teasers = f"<aside><h3>{FURNITURE[10]}</h3>{3 * teaser}</aside>"
    comments = "".join(
        f'<li><b>reader{at}</b><p>{text}</p><a href="#r">Reply</a></li>' for at, text in enumerate(FURNITURE[7:9])
    )
    return _page(
        f'<div id="consent"><p>{FURNITURE[3]}</p><button>Accept</button><button>No</button></div>'
        f"<header><a href=/>The Lindhaven Post</a><nav><ul>{menu}</ul></nav></header>"
        f"<main><article><h1>{TITLE}</h1><div class=byline>By <a href=/a>Ann Lee</a> and Bob Ray</div>"
        f'<time datetime="2021-05-09T08:00">May 9, 2021</time>{_body(between=related)}</article>{form}{teasers}'
        f'<section id="comments"><h2>Comments</h2><ol>{comments}</ol></section></main>'
        f"<footer><p>{FURNITURE[9]}</p></footer>",
        f'<title>{TITLE} | The Lindhaven Post</title><meta property="og:site_name" content="The Lindhaven Post">',
    )


def blog() -> str:
    """A blog: classes and ids, no element that names its part."""
    side = "".join(f'<div class="widget"><h3><a href="/{at}">{FURNITURE[4]}</a></h3></div>' for at in range(3))
    comments = "".join(f'<div class="comment"><p>{text}</p></div>' for text in FURNITURE[7:9])
    return _page(
        f'<div id="page"><div id="masthead"><div class="site-title"><a href=/>Notes from the Orra</a></div>'
        f'<div class="menu"><ul><li><a href=/h>{FURNITURE[0]}</a></li><li><a href=/o>{FURNITURE[2]}</a></li>'
        f"</ul></div></div>"
        f'<div id="content"><div class="post"><h1 class="entry-title">{TITLE}</h1>'
        f'<div class="entry-meta">Posted on May 9, 2021 by Ann Lee</div><div class="entry-content">{_body()}</div>'
        f'<div class="sharedaddy"><a href=/x>Share</a></div></div><div id="comments" class="comments-area">{comments}'
        f'<div id="respond"><textarea></textarea></div></div></div><div id="secondary" class="sidebar">{side}</div>'
        f'<div id="colophon" class="site-footer"><p>{FURNITURE[9]}</p></div></div>',
        f"<title>{TITLE} – Notes from the Orra</title>",
    )


def government() -> str:
    """A page of an authority: a crumb trail, tables, a form of feedback, its blocks in divs."""
    table = (
        "<table><caption>Damage by village</caption><thead><tr><th>Village</th><th>Houses</th></tr></thead>"
        "<tbody><tr><td>Upper Orra</td><td>41</td></tr><tr><td>Lower Orra</td><td>117</td></tr></tbody></table>"
    )
    return _page(
        f'<a class="skip-link" href="#main">Skip to the text</a><div role="banner"><p>{FURNITURE[3]}</p></div>'
        f'<div class="breadcrumbs"><ol><li><a href=/>{FURNITURE[0]}</a></li><li><a href=/w>Water</a></li></ol></div>'
        f'<main id="main"><div class="grid-row"><div class="column">'
        f"<h1>{TITLE}</h1>{_body(between=table)}</div></div></main>"
        f'<div class="feedback"><form><p>{FURNITURE[6]}</p><button>Yes</button><button>No</button></form></div>'
        f'<div role="contentinfo"><p>{FURNITURE[9]}</p><ul><li><a href=/c>Contact</a></li></ul></div>',
        f'<title>{TITLE} - Water Board</title><meta name="dc.date" content="2021-05-09">'
        f'<meta name="dc.creator" content="Lee, Ann">',
    )


def think_tank() -> str:
    """A study: notes at its end, several authors in linked data, a box about itself, teasers of other studies."""
    notes = "".join(
        f'<li id="fn{at}"><p>{text} <a href="#ref{at}">↩</a></p></li>'
        for at, text in enumerate(("Water Board, yearly report, 2020.", "Talk with the mayor, June 2021."), 1)
    )
    mark = '<sup id="ref%d"><a href="#fn%d">%d</a></sup>'
    body = (
        _body()
        .replace("in May to 12 crowns", f"in May to 12{mark % (1, 1, 1)} crowns")
        .replace("the mayor said.", f"the mayor said.{mark % (2, 2, 2)}")
    )
    teasers = "".join(
        f'<div class="card"><h3><a href="/s{at}">{FURNITURE[4]}</a></h3><p>{FURNITURE[5]}</p></div>' for at in range(4)
    )
    names = [{"@type": "Person", "name": name} for name in ("Ann Lee", "Bob Ray", "Eve Moss")]
    house = {"@type": "Organization", "name": "Institute of the Orra"}
    data = json.dumps(
        {"@type": "Report", "headline": TITLE, "datePublished": "2021-05-09", "author": names, "publisher": house}
    )
    return _page(
        f'<div class="top"><a href=/>{FURNITURE[0]}</a> <a href=/w>{FURNITURE[1]}</a></div><div class="wrap">'
        f"<h1>{TITLE}</h1>"
        f'<div class="text">{body}</div><div class="footnotes"><h4>Notes</h4><ol>{notes}</ol></div></div>'
        f'<div class="more"><h2>{FURNITURE[10]}</h2>{teasers}</div><div class="end">'
        f"<small>{FURNITURE[9]}</small></div>",
        f'<title>{TITLE}</title><script type="application/ld+json">{data}</script>',
    )


def wiki() -> str:
    """A page like those of encyclopaedias: a table of facts, a table of contents, links to edit, references."""
    facts = "<table class=infobox><tr><th>River</th><td>Orra</td></tr><tr><th>Flooded</th><td>9 days</td></tr></table>"
    toc = (
        "<div id=toc class=toc><h2>Contents</h2><ul><li><a href=#Background>1 Background</a></li>"
        "<li><a href=#Costs>2 Costs</a></li></ul></div>"
    )
    body = _body("h2").replace("</h2>", '<span class="mw-editsection">[<a href="/edit">edit</a>]</span></h2>')
    body = body.replace(
        "lost all of their books.",
        'lost all of their books.<sup class=reference id=cite_ref-1><a href="#cite_note-1">[1]</a></sup>',
    )
    reference = (
        '<li id="cite_note-1"><span class="mw-cite-backlink"><b><a href="#cite_ref-1">^</a></b></span> '
        '<span class="reference-text">Lee, A. (2020). The books of the valley. Tarnow Press.</span></li>'
    )
    return _page(
        f'<div id="mw-page-base"></div><div id="content" role="main"><h1 id="firstHeading">{TITLE}</h1>'
        f'<div id="bodyContent"><div class="noprint">From the Free Book of Rivers, which anybody may edit.</div>'
        f'<div class="mw-parser-output">{facts}{toc}{body}<h2>References</h2><div class="reflist">'
        f'<ol class="references">'
        f'{reference}</ol></div></div><div id="catlinks" class="catlinks">Categories: <a href=/f>Floods</a> | '
        f"<a href=/v>Valleys</a>"
        f'</div></div></div><div id="mw-navigation"><h2>Navigation menu</h2><ul><li>'
        f"<a href=/>{FURNITURE[0]}</a></li></ul></div>"
        f'<div id="footer" role="contentinfo"><p>{FURNITURE[9]}</p></div>',
        f"<title>{TITLE} - Book of Rivers</title>",
    )


def tables() -> str:
    """An old page laid out by tables: breaks instead of paragraphs, bold lines instead of headings."""
    body = _body("b", "%s<br><br>").replace("</b>", "</b><br><br>")
    menu = "<br>".join(f"<a href=/{name}>{name}</a>" for name in (*FURNITURE[:3], FURNITURE[10]))
    return _page(
        f"<table width=100%><tr><td colspan=2 bgcolor=navy><font color=white>The Lindhaven Post</font></td></tr>"
        f"<tr><td width=120 valign=top>{menu}</td><td valign=top><font size=5><b>{TITLE}</b></font><br><br>"
        f"<i>by Ann Lee</i><br><br>{body}</td></tr><tr><td colspan=2 align=center>"
        f"<font size=1>{FURNITURE[9]}</font></td></tr></table>",
        f"<title>{TITLE}</title>",
    )


def hashed() -> str:
    """A page whose classes say nothing, everything in divs, its paragraphs too."""
    body = _body("h2", '<div class="css-k3">%s</div>')
    teasers = "".join(
        f'<div class="css-p9"><a href="/t{at}"><div>{FURNITURE[4]}</div><div>{FURNITURE[5]}</div></a></div>'
        for at in range(4)
    )
    return _page(
        f'<div class="css-a1"><div class="css-b2"><a href=/>{FURNITURE[0]}</a><a href=/w>{FURNITURE[1]}</a></div>'
        f'<div class="css-c3"><div class="css-d4"><h1 class="css-e5">{TITLE}</h1><div class="css-f6">By Ann Lee</div>'
        f'<div class="css-f6">May 9, 2021</div></div><div class="css-g7">{body}</div></div>'
        f'<div class="css-h8">{teasers}</div>'
        f'<div class="css-i9"><div>{FURNITURE[3]}</div><button>Accept all</button></div>'
        f'<div class="css-j1">{FURNITURE[9]}</div></div>',
        f"<title>{TITLE}</title>",
    )


MAKES: dict[str, Callable[[], str]] = {
    "news": news, "blog": blog, "government": government, "think tank": think_tank, "wiki": wiki, "tables": tables,
    "hashed": hashed,
}  # fmt: skip
"""What each page is like, and what makes it."""
