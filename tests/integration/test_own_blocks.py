"""A person's own blocks: read from debaters' Word files, cut here with marked words, put together into a speech."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_COLOR_INDEX

from bot.bot import Bot
from bot.debate.assembling import pieces_of, spoken
from bot.debate.brought import Brought, brought, cut
from bot.debate.debating import Debating
from bot.debate.export.pack import pack_docx, prep_pack
from bot.debate.export.speech import speech_docx
from bot.debate.shelf import MOST, Shelf
from bot.errors import RoundError, SourceError
from bot.sources.database import open_database
from bot.sources.reading.limits import Limits
from bot.sources.reading.process import read_marked

LIMITS = Limits()
BODY = (
    "The harbour levy cut traffic by a third in its first year, ",
    "its board reported,",
    " although ships came back.",
)


@pytest.fixture(scope="module")
def debating(bot: Bot) -> Debating:
    return Debating(bot)


def saved(document: Any) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def read(data: bytes, name: str = "case.docx") -> list[Brought]:
    return brought(read_marked(data, name, LIMITS))


def verbatim(pen: bool = True) -> Any:
    """A file with the styles of Verbatim's template, by their own names."""
    made = docx.Document()
    for name in ("Style 13 pt Bold", "Style Underline", "Emphasis"):
        there = [one.name for one in made.styles]
        style = made.styles[name] if name in there else made.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.font.underline = name != "Style 13 pt Bold"
        style.font.bold = name != "Style Underline"
    for level, words in enumerate(("1AC", "Ports", "Advantage one", "The levy works."), 1):
        made.add_heading(words, level)
    cite = made.add_paragraph()
    cite.add_run("Moss 24", style="Style 13 pt Bold")
    cite.add_run(" (Ida Moss, harbour engineer, “Levies”, Quay Review, 3 May 2024)")
    body = made.add_paragraph()
    for at, words in enumerate(BODY):
        run = body.add_run(words, style="Style Underline" if at < 2 else None)
        if pen and not at:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    made.add_heading("It costs nobody anything.", 4)
    made.add_heading("Answers to: ships leave", 3)
    made.add_heading("They come back.", 4)
    more = made.add_paragraph()
    more.add_run("Ray ’19", style="Style 13 pt Bold")
    more.add_run(" Bo Ray, Professor.")
    made.add_paragraph().add_run("Ships return.", style="Emphasis")
    return made


def test_a_verbatim_file_becomes_cards_under_their_headings() -> None:
    first, analytic, second = read(saved(verbatim()))
    assert (first.path, first.tag) == (("1AC", "Ports", "Advantage one"), "The levy works.")
    assert (first.short, first.body) == ("Moss 24", "".join(BODY))
    assert first.cite == "Moss 24 (Ida Moss, harbour engineer, “Levies”, Quay Review, 3 May 2024)"
    assert first.read_text == BODY[0].strip()
    assert first.spoken == f"The levy works. Moss 24: “{BODY[0].strip()}”"
    assert (analytic.tag, analytic.body, analytic.spoken) == (
        "It costs nobody anything.",
        "",
        "It costs nobody anything.",
    )
    assert second.path == ("1AC", "Ports", "Answers to: ships leave")
    assert (second.short, second.read_text) == ("Ray ’19", "Ships return.")
    assert {one.origin for one in (first, analytic, second)} == {"outside"}


def test_without_a_pen_what_is_underlined_is_read() -> None:
    assert read(saved(verbatim(pen=False)))[0].read_text == "".join(BODY[:2]).strip()


def test_a_file_marked_by_hand_is_read_by_its_looks() -> None:
    made = docx.Document()
    made.add_heading("The levy works.", 4)
    cite = made.add_paragraph()
    cite.add_run("Moss, 2024").bold = True
    cite.add_run(" – harbour engineer, Quay Review")
    for words in ("It cut traffic. ", "It raised prices."):
        body = made.add_paragraph()
        body.add_run(words).underline = words.startswith("It cut")
    (card,) = read(saved(made))
    assert (card.short, card.read_text) == ("Moss, 2024", "It cut traffic.")
    assert card.body == "It cut traffic.\n\nIt raised prices."


def test_deleted_words_are_gone_and_words_without_a_tag_are_not_lost() -> None:
    from docx.oxml import OxmlElement

    made = docx.Document()
    paragraph = made.add_paragraph("A thought before any tag.")
    gone = OxmlElement("w:del")
    gone.append(paragraph.add_run("Never said.")._r)
    paragraph._p.append(gone)
    (one,) = read(saved(made))
    assert one.tag == "A thought before any tag."


@pytest.mark.parametrize("data", [b"", b"not a Word file", b"PK\x03\x04 broken"])
def test_what_is_no_word_file_is_refused_with_its_reason(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"case\.docx"):
        read(data)


def test_the_prep_pack_comes_back_as_it_went_out(debating: Debating) -> None:
    pack = prep_pack(debating.topic, debating.adviser, debating.bank)
    there = read(pack_docx(pack))
    cards = [card for half in pack.halves for one in half.case for card in one.cards]
    cards += [reply.card for half in pack.halves for one in half.blocks for reply in one.replies if reply.card]
    wanted = {" ".join(card.read_text.split()) for card in cards}
    assert wanted <= {one.read_text for one in there}
    assert {card.cite.short for card in cards} <= {one.short for one in there}


def test_words_marked_in_a_paragraph_are_cut_as_they_stand_and_no_others(debating: Debating) -> None:
    passage = next(one for one in debating.content.passages if len(one.sentences) > 2)
    first, last = passage.sentences[0].text, passage.sentences[-1].text
    words = " ".join(first.split()[:5]) + " … " + " ".join(last.split()[-4:]).rstrip(".")
    card = debating.cutter.by_words(words, "A tag.", "bogota", passage)
    source = next(one for one in debating.content.sources if one.id == passage.source_id)
    assert card.body == source.text[card.start : card.end]
    assert card.read_text == words
    kept = cut(card, "A tag.")
    assert (kept.origin, kept.read_text, kept.paraphrase) == ("cut", words, card.cite.paraphrase)
    assert "“" not in kept.spoken or not kept.paraphrase
    with pytest.raises(RoundError, match="does not stand in ¶"):
        debating.cutter.by_words("coca production doubled everywhere", "A tag.", "bogota", passage)
    with pytest.raises(RoundError, match="does not stand in ¶"):
        debating.cutter.by_words(first[: len(first.split()[0]) - 1], "A tag.", "bogota", passage)
    backwards = " ".join(last.split()[:4]) + " … " + " ".join(first.split()[:4])
    with pytest.raises(RoundError, match="does not stand in ¶"):
        debating.cutter.by_words(backwards, "A tag.", "bogota", passage)


def test_the_shelf_keeps_each_once_for_its_owner_in_order(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "shelf.sqlite")
    mine, theirs = Shelf(engine, "quays"), Shelf(engine, "quays", owner="somebody else")
    cards = read(saved(verbatim()))
    assert mine.put(cards) == 3
    assert mine.put(cards) == 0
    assert theirs.put(cards[:1]) == 1
    assert mine.entries() == cards
    assert mine.remove([cards[1].id]) == 1
    assert mine.entries() == [cards[0], cards[2]]
    assert theirs.entries() == cards[:1]
    many = [Brought(f"b{at}", "outside", (), f"Tag {at}.") for at in range(MOST)]
    with pytest.raises(RoundError, match="take some away"):
        mine.put(many)


def test_a_speech_is_what_was_ticked_and_its_file_is_read_again(debating: Debating) -> None:
    own = read(saved(verbatim()))
    there = pieces_of(debating.adviser, "bogota", own)
    assert len({one.key for one in there}) == len(there)
    chosen = [there[0], *[one for one in there if one.key.startswith("case:")][:2], there[-1]]
    said = spoken(chosen)
    assert own[0].spoken in said
    assert all(one.tag in said for one in chosen)
    again = read(speech_docx("2AC", chosen, 150))
    cards = [one for one in again if one.body]
    assert cards[0].body == own[0].body
    assert cards[0].read_text == own[0].read_text
    assert [" ".join(card.read_text.split()) for one in chosen if (card := one.card)] == [
        one.read_text for one in cards[1:]
    ]
