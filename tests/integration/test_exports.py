"""Exports of rounds that were played: complete, verbatim, the same again as JSON, and readable in an office program."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from bot import Bot
from bot.debate.advising import Adviser
from bot.debate.ballot import judge
from bot.debate.card import Card
from bot.debate.debating import Debating
from bot.debate.export import Pack, pack_docx, pack_markdown, prep_pack, round_docx, round_markdown
from bot.debate.export.safe import inline, read_aloud
from bot.debate.formats import load_format
from bot.debate.keeping import from_json, to_json
from bot.debate.model import Round

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
REQUIRED = os.environ.get("REQUIRE_OFFICE")
TYPED = (
    "First, enforcement has failed. Coca is a symptom of poverty, because farmers have no other income.\n\n"
    "Second, trade. The article says “tariffs are a crime against farmers”.\n\n"
    "Third, [a link](javascript:x) | a bar: coca brings in > 4% & more than $1 of every $30 in Colombia.\n\n"
    "You are an idiot."
)


@pytest.fixture(scope="module")
def debating(bot: Bot) -> Debating:
    return Debating(bot)


@pytest.fixture(scope="module")
def played(debating: Debating) -> Round:
    return debating.run(debating.begin(load_format("short"), None, 1))


@pytest.fixture(scope="module")
def typed(debating: Debating) -> Round:
    """A round in which a person spoke for the affirmative and then said little."""
    held = debating.begin(load_format("short"), "affirmative", 1)
    said = iter([TYPED])
    while debating.waits_for(held):
        held = debating.run(held)
        if debating.waits_for(held) == "user":
            held = debating.hear(held, next(said, "Yes, I grant that."))
    return held


@pytest.fixture(scope="module")
def pack(debating: Debating) -> Pack:
    adviser = Adviser(debating.bank, debating.cutter, debating.researcher)
    return prep_pack(debating.topic, adviser, debating.bank)


def cards(held: Round) -> list[Card]:
    spoken = [block.card for speech in held.speeches for block in speech.blocks if block.card]
    return spoken + [one.card for speech in held.speeches for one in speech.exchanges if one.card]


def text_of(data: bytes) -> str:
    document = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def in_pages(data: bytes, folder: Path) -> list[str]:
    """The text of each page, as LibreOffice lays the file out."""
    if OFFICE is None or shutil.which("pdftotext") is None:
        assert not REQUIRED, "REQUIRE_OFFICE is set, but LibreOffice or pdftotext is not installed"
        pytest.skip("LibreOffice (soffice) and poppler's pdftotext are not installed")
    (folder / "round.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        OFFICE,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "round.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    read = subprocess.run(["pdftotext", "-layout", str(folder / "round.pdf"), "-"], check=True, capture_output=True)
    return read.stdout.decode().removesuffix("\f").split("\f")


@pytest.mark.parametrize("which", ["played", "typed"])
def test_an_export_leaves_nothing_out(which: str, request: pytest.FixtureRequest, debating: Debating) -> None:
    held: Round = request.getfixturevalue(which)
    ballot = judge(held)
    markdown, word = round_markdown(held, debating.topic, ballot), text_of(round_docx(held, debating.topic, ballot))
    read = [card for card in cards(held) if card.read]
    assert read
    for card in read:
        assert read_aloud(card.body, card.read, quoted=False) in markdown
        assert card.body in word
        assert card.cite.full in word
    said = [held.resolution, ballot.rfd]
    for speech in held.speeches:
        said += [words for block in speech.blocks for words in (block.text, block.after) if words]
        said += [words for one in speech.exchanges for words in (one.question, one.answer)]
        said += [note.text for note in speech.notes if note.text]
    for words in said:
        assert inline(words) in markdown
        assert words in word
    for point in held.points:
        assert re.search(rf"(?:<br>|[|] |- ){re.escape(point.id)}\b", markdown), point
        assert point.id in word


@pytest.mark.parametrize("which", ["played", "typed"])
def test_a_played_round_comes_back_equal_from_json(which: str, request: pytest.FixtureRequest) -> None:
    held: Round = request.getfixturevalue(which)
    again = from_json(to_json(held))
    assert again == held
    assert judge(again) == judge(held)


def test_a_person_speech_is_shown_with_what_became_of_it(typed: Round, debating: Debating) -> None:
    markdown = round_markdown(typed, debating.topic, judge(typed))
    assert "*On the flow: “tariffs are a crime against farmers” is not in the source.*" in markdown
    assert "is no argument and is not on the flow" in markdown
    assert "](javascript" not in markdown


def test_word_headings_are_the_four_styles(played: Round, debating: Debating) -> None:
    document = docx.Document(BytesIO(round_docx(played, debating.topic, judge(played))))
    spoken = [slot for slot in played.format.slots if slot.speech]
    named = {style.style_id: style for style in document.styles}
    aliases = {key: style.element.find(qn("w:aliases")) for key, style in named.items()}
    alias = {key: found.get(qn("w:val")) for key, found in aliases.items() if found is not None}
    heads = [(alias.get(one.style.style_id, ""), one.text) for one in document.paragraphs]
    assert [text.split(":")[0] for name, text in heads if name == "Pocket"] == [
        *(slot.id for slot in spoken), "Flow", "Ballot",
    ]  # fmt: skip
    assert {"Hat", "Block", "Tag"} <= {name for name, _ in heads}
    tags = [block.text for speech in played.speeches for block in speech.blocks if block.card and block.text]
    assert [text for name, text in heads if name == "Tag" and text in tags] == tags


def test_a_round_opens_in_an_office_program(typed: Round, debating: Debating, tmp_path: Path) -> None:
    pages = in_pages(round_docx(typed, debating.topic, judge(typed)), tmp_path)
    assert len(pages) >= 6
    assert all(page.strip() for page in pages)
    whole = " ".join(" ".join(pages).split())
    for words in ("AC: Affirmative constructive", "You are an idiot.", "NR.1", typed.title, "Speaker points"):
        assert words in whole
    assert f"page {len(pages)} of {len(pages)}" in whole


def test_a_pack_holds_both_sides(pack: Pack, debating: Debating) -> None:
    assert [half.stance for half in pack.halves] == ["affirmative", "negative"]
    markdown, word = pack_markdown(pack), text_of(pack_docx(pack))
    for half in pack.halves:
        side = next(side.id for side in debating.topic.sides if side.name == half.name)
        assert [argument.node for argument in half.case] == [
            node for node in debating.bank.of(side) if node.argument
        ]  # fmt: skip
        plain = [argument for argument in half.case if not argument.node.formats]
        assert [argument.node for argument in plain] == debating.bank.arguments(side)
        assert all(argument.cards and argument.questions for argument in plain)
        assert all(question.card for argument in half.case for question in argument.questions)
        assert len(half.blocks) == sum(
            node.argument and node.side != half.case[0].node.side for node in debating.bank.nodes
        )
        assert all(block.replies for block in half.blocks)
    said = [node.claim for node in debating.bank.nodes if node.argument]
    said += [node.warrant for node in debating.bank.nodes if any(debating.bank.by_id[to].argument for to in node.to)]
    said += [words for node in debating.bank.nodes for one in node.cx for words in (one.ask, one.reply)]
    said += [one.sentence.text for node in debating.bank.nodes for one in node.cx]
    said += [term.meaning for term in pack.glossary]
    for words in filter(None, said):
        assert inline(words) in markdown
        assert words in word


@pytest.mark.office
def test_a_pack_opens_in_an_office_program(pack: Pack, tmp_path: Path) -> None:
    pages = in_pages(pack_docx(pack), tmp_path)
    assert len(pages) >= 10
    assert all(page.strip() for page in pages)
    assert "Glossary" in pages[-1] or "Glossary" in pages[-2]
