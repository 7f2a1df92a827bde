"""What is said of a document's facts when it is added: what was read, what was made out, what is not there."""

from __future__ import annotations

from pathlib import Path

from bot import Bot
from bot.learned.encoder import Embedder
from bot.settings import Settings
from bot.sources.document import Document, Paragraph
from bot.sources.intake import Given
from bot.sources.reading.limits import Limits
from bot.sources.reading.process import read_bytes
from bot.ui.browsing import adding_html
from evals.reading import printing

BODY = "The council of Tarn closed the ferry in 2019, and its crews have not forgiven it to this day."


def test_what_was_made_out_is_said(embedder: Embedder, tmp_path: Path) -> None:
    bot = Bot.open(Settings(data_dir=tmp_path / "data"), embedder=embedder)
    files = {
        "a.txt": f"How the ferry was lost\n\nBy Ida Moss, The Tarn Review, 3 March 2024\n\n{BODY}\n",
        "b.md": f"---\ntitle: Ferries\nauthor: Bo Ray\n---\n\n{BODY} Nobody on the quay was asked about it.\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    made_out, stated = bot.take([Given(str(tmp_path / name)) for name in files])
    for fact in ("author: Ida Moss (made out", "publisher: The Tarn Review (made out", "date: 2024-03-03 (made out"):
        assert fact in made_out.facts
    assert stated.facts == "author: Bo Ray; no publisher found; no date found"
    assert "no date found" in adding_html([made_out, stated])
    (again,) = bot.take([Given(str(tmp_path / "b.md"))])
    assert (again.status, again.facts) == ("unchanged", "")


def test_when_a_pdf_was_made_is_no_date_of_its_text() -> None:
    document = Document("Ferries", (Paragraph(BODY), Paragraph(f"Nobody was asked. {BODY}")), author="Bo Ray")
    data = printing.one_column(document)
    assert b"/CreationDate" in data
    read = read_bytes(data, "a.pdf", Limits())
    assert (read.date, "date" in read.guessed) == ("", False)
    assert BODY in " ".join(one.text for one in read.paragraphs)
