"""The same page printed by Chromium and by LibreOffice, read from both PDFs."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sources.reading.pdf import read_pdf

PAGE = """<html lang="en"><head><meta charset="utf-8"><title>Harbours</title><style>
@page { size: A4; margin: 2cm } body { font: 10.5pt/1.4 sans-serif } p { margin: 0; text-indent: 1.5em }
.two { column-count: 2; column-gap: 14pt; text-align: justify } h2 { margin: 1em 0 .3em }
.drop { text-indent: 0 } .drop::first-letter { float: left; font-size: 44px; line-height: 36px; padding-right: 4px }
td, th { padding: 2px 10px } .ruled { border-collapse: collapse; border-top: 1px solid; border-bottom: 1px solid }
</style></head><body><h1>Two harbours and one river</h1>
<p>By Ines Farrow and Karl Dene, The Harbour Review, 3 March 2024</p>
<div class="two">
<p class="drop">The harbour of Tallow lost 1,200 ships in ten years.<sup>1</sup> Its council says that the river has
filled with sand, and that no dredger has come since the spring of 2011, although the ministry had promised one
in each
of its plans for the coast.</p>
<p>The harbour of Quill won most of them. Its masters dug a channel of 9<sup>1</sup>/<sub>2</sub> metres, and asked
nobody. “We could not wait,” said Anna Brock, who led the works, “for a ministry that answers no letters.”</p>
<p>Nobody paid.</p>
<p>There is a third party: the fishermen, whose nets lie in the channel and who have been there for longer than
either of
the two towns.<sup>2,3</sup> They want neither sand nor ships.</p>
<h2>What the figures say</h2>
<p>In 2019 the two harbours took 4.5 million tons between them; in 2023 it was 3.9 million tons. An area of
12 km<sup>2</sup> of marsh was lost. The water holds 10<sup>−9</sup> grams of H<sub>2</sub>S in a litre, or so
at least the
ministry says in its report on the coast.</p></div>
<h2>What is to be done</h2>
<p>The ministry names four steps, and it has asked neither of the two towns, nor anyone else who lives on the
river or who
takes his living from it, what they would think of any of them:</p>
<ul><li>dredge the river</li><li>widen the channel at Quill and mark it with lights, so that ships of the larger
kind can
pass each other by night</li><li>ask the fishermen</li><li>count again in 2026</li></ul>
<p>Neither town agrees. The first step would cost 40 million euros, of which the ministry would pay half.</p>
<ol><li>Tallow says it has no money.</li><li>Quill says it has no need.</li></ol>
<table
class="ruled"><tr><th>Year</th><th>Tallow</th><th>Quill</th></tr><tr><td>2019</td><td>2.5</td><td>2.0</td></tr>
<tr><td>2023</td><td>0.9</td><td>3.0</td></tr></table>
<p>So the matter rests, and nobody on the river expects that it will be taken up again before the spring.</p>
<table><tr><td>Owner</td><td>The ministry of water</td></tr><tr><td>Length</td><td>41 kilometres</td></tr>
<tr><td>Depth</td><td>9 metres at high water</td></tr></table>
</body></html>"""
READ = """
##
The harbour of Tallow lost 1,200 ships in ten years. Its council says that the river has filled with sand, and
that no dredger has come since the spring of 2011, although the ministry had promised one in each of its plans
for the coast.

The harbour of Quill won most of them. Its masters dug a channel of 9 1/2 metres, and asked nobody. “We could
not wait,” said Anna Brock, who led the works, “for a ministry that answers no letters.”

Nobody paid.

There is a third party: the fishermen, whose nets lie in the channel and who have been there for longer than
either of the two towns. They want neither sand nor ships.

## What the figures say
In 2019 the two harbours took 4.5 million tons between them; in 2023 it was 3.9 million tons. An area of 12 km^2
of marsh was lost. The water holds 10^−9 grams of H2S in a litre, or so at least the ministry says in its report
on the coast.

## What is to be done
The ministry names four steps, and it has asked neither of the two towns, nor anyone else who lives on the river
or who takes his living from it, what they would think of any of them:

dredge the river

widen the channel at Quill and mark it with lights, so that ships of the larger kind can pass each other by
night

ask the fishermen

count again in 2026

Neither town agrees. The first step would cost 40 million euros, of which the ministry would pay half.

1. Tallow says it has no money.

2. Quill says it has no need.

Year: 2019; Tallow: 2.5; Quill: 2.0.

Year: 2023; Tallow: 0.9; Quill: 3.0.

So the matter rests, and nobody on the river expects that it will be taken up again before the spring.

Owner: The ministry of water.

Length: 41 kilometres.

Depth: 9 metres at high water.

"""
PROGRAMS = {
    "chromium": ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--print-to-pdf=page.pdf"],
    "soffice": ["-env:UserInstallation=file:{folder}/profile", "--headless", "--convert-to", "pdf"],
}


def _expected() -> Iterator[tuple[str, str]]:
    section = ""
    for part in READ.strip().split("\n\n"):
        heading, _, text = part.strip().rpartition("##")[2].partition("\n") if "##" in part else ("", "", part)
        section = heading.strip() or section
        yield section, " ".join(text.split())


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_printed_page_is_read_as_it_stands(program: str, tmp_path: Path) -> None:
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed: apt-get install chromium libreoffice-writer-nogui")
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    options = [option.format(folder=tmp_path) for option in PROGRAMS[program]]
    subprocess.run([program, *options, "page.html"], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    document = read_pdf((tmp_path / "page.pdf").read_bytes(), "page.pdf")
    assert [(paragraph.section, paragraph.text) for paragraph in document.paragraphs] == list(_expected())
    # LibreOffice prints no h1: the title is the one of the file's fields then.
    assert document.title == {"chromium": "Two harbours and one river", "soffice": "Harbours"}[program]
    assert (document.author, document.publisher, document.date) == (
        "Ines Farrow and Karl Dene", "The Harbour Review", "2024-03-03",
    )  # fmt: skip
