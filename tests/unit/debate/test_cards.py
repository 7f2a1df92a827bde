"""Cards: bodies by their offsets, voices, what is read aloud; the misquote guard; tags that claim too much."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.bot import Bot
from bot.debate.card import count_words
from bot.debate.cards import Cutter, evidence_kind
from bot.debate.debating import Debating
from bot.debate.misquote import misquotes, voice_warning
from bot.debate.tags import overclaims
from bot.search.terms import Vocabulary


@pytest.fixture(scope="module")
def cutter(bot: Bot) -> Cutter:
    return Cutter(bot.reader.content)


@pytest.fixture(scope="module")
def vocabulary(bot: Bot) -> Vocabulary:
    return bot.reader.content.vocabulary


def test_each_card_of_the_bank_stands_in_the_source(bot: Bot, cutter: Cutter) -> None:
    cut = 0
    for node in Debating(bot).bank.nodes:
        for whole in (False, True):
            for card in cutter.cards(node, whole):
                cut += 1
                source = bot.source(card.source_id)
                passage = bot.passage(card.passage_id)
                assert source is not None
                assert passage is not None
                assert source.text[card.start : card.end] == card.body
                assert card.body in passage.text
                assert (card.cite.paragraph, card.cite.section) == (passage.paragraph, passage.section)
                assert [card.body[start:end] for start, end in card.read] == card.read_text.split(" … ")
                assert card.read == tuple(sorted(card.read))
                assert card.words == count_words(f"{card.tag} {card.spoken}")
                assert card.seconds(150) == pytest.approx(60 * card.words / 150)
    assert cut > 100


def test_a_cite_begins_with_surname_and_year(bot: Bot, cutter: Cutter) -> None:
    card = cutter.cards(Debating(bot).bank.by_id["n-results"])[0]
    assert card.cite.short == "Lectern's brief of González Camelo 2025, ¶ 3"
    assert card.cite.full.startswith(f"{card.cite.short} (Lucía González Camelo, “How U.S.–Colombia relations")
    for part in ("Diplomatic Courier", "2025-11-19", "https://diplomaticourier.com/", "a brief of it"):
        assert part in card.cite.full
    article = replace(card.cite, kind="document")
    assert article.short == "González Camelo 2025"
    assert ", ¶ 3, https://" in article.full


def test_the_other_sides_sentence_is_marked_as_reported(bot: Bot, cutter: Cutter) -> None:
    passage = next(one for one in bot.reader.content.passages if one.paragraph == 6)
    framing = next(one for one in passage.sentences if "symptom" in one.text)
    theirs = cutter.of_sentence(framing, "washington", tag="Petro calls coca a symptom.")
    assert theirs.reported
    assert theirs.attribution == "reporting Bogotá"
    assert theirs.spoken.startswith(f"{theirs.cite.short}, reporting Bogotá: In Petro's framing")
    assert any("Bogotá, the other side" in warning for warning in theirs.warnings)
    own = cutter.of_sentence(framing, "bogota")
    assert not own.reported
    assert own.attribution == "reporting Bogotá"
    assert not any("other side" in warning for warning in own.warnings)


def test_the_authors_judgement_is_the_authors(bot: Bot, cutter: Cutter) -> None:
    passage = next(one for one in bot.reader.content.passages if one.paragraph == 7)
    judged = next(one for one in passage.sentences if one.text.startswith("Eradication of coca"))
    card = cutter.of_sentence(judged, "bogota")
    assert card.attribution == ""
    assert card.spoken.startswith(f"{card.cite.short}: Eradication")
    article = replace(card, cite=replace(card.cite, kind="document"))
    assert article.spoken.startswith("González Camelo 2025: “Eradication")


@pytest.mark.parametrize(
    ("text", "voice", "kind"),
    [
        ("Production fell to 50,000 hectares.", "author", "statistic"),
        ("It is more than 4% of GDP.", "author", "statistic"),
        ("Officials said that the talks had failed.", "reported", "named authority"),
        ("“An illegal drug leader.”", "quoted", "named authority"),
        ("The accords were signed in 2016.", "author", "example"),
        ("Trust matters to both.", "author", "assertion"),
    ],
)
def test_the_kind_of_evidence(text: str, voice: str, kind: str) -> None:
    assert evidence_kind(text, voice) == kind


def aloud(body: str, *pieces: str) -> list[tuple[int, int]]:
    return [(body.index(piece), body.index(piece) + len(piece)) for piece in pieces]


@pytest.mark.parametrize(
    ("body", "read", "word"),
    [
        ("Enforcement does not work.", ("Enforcement does", "work."), "not"),
        ("The policy, however, failed.", ("The policy", "failed."), "however"),
        ("It fell to over 50,000 hectares.", ("It fell to", "50,000 hectares."), "over"),
        ("It fell to under 50,000 hectares.", ("It fell to", "50,000 hectares."), "under"),
        ("Elimination may work in the short run.", ("Elimination", "work in the short run."), "may"),
        ("It works, but only where trust exists.", ("It works",), "but"),
        ("Half of them are reportedly without visas.", ("Half of them are", "without visas."), "reportedly"),
        ("More than 163,000 hectares were grown.", ("163,000 hectares were grown.",), "More than"),
        ("It holds unless causes are addressed.", ("It holds",), "unless"),
        ("Nearly all agreed.", ("all agreed.",), "Nearly"),
    ],
)
def test_a_dropped_limit_is_called_out(body: str, read: tuple[str, ...], word: str) -> None:
    found = misquotes(body, aloud(body, *read))
    assert any(f"“{word}”" in one for one in found), found
    assert misquotes(body, [(0, len(body))]) == []


def test_a_next_sentence_that_turns_is_called_out() -> None:
    body = "Production fell by 2012. However, it rose again later."
    found = misquotes(body, aloud(body, "Production fell by 2012."))
    assert any("However" in one for one in found)
    straight = "Production fell by 2012. The state was built up."
    assert misquotes(straight, aloud(straight, "Production fell by 2012.")) == []


def test_what_lies_in_a_sentence_that_is_not_read_is_no_misquote() -> None:
    body = "It was not so. The accords were signed."
    assert misquotes(body, aloud(body, "The accords were signed.")) == []


def test_the_voice_is_warned_about() -> None:
    assert "quotes Bogotá" in voice_warning("quoted", "Bogotá")
    assert "reports Bogotá" in voice_warning("reported", "Bogotá")


@pytest.mark.parametrize(
    ("tag", "body", "beyond"),
    [
        ("Enforcement always fails.", "Enforcement may fail where trust is missing.", "“always”"),
        ("Enforcement proves impossible.", "Enforcement is hard where trust is missing.", "“impossible”"),
        ("Production fell by 60,000 hectares.", "Production fell to fewer than 50,000 hectares.", "60000"),
        ("Production rose by 2012.", "Coca production fell to 50,000 hectares by 2012.", "the other way"),
        (
            "Eliminating production works in the short run.",
            "Eliminating production may work in the short run.",
            "hedges",
        ),
        ("Santos broke the consensus.", "The consensus fractured by the mid-2010s.", "“Santos”"),
    ],
)
def test_a_powertag_is_called_out(tag: str, body: str, beyond: str, vocabulary: Vocabulary) -> None:
    found = overclaims(tag, body, vocabulary)
    assert any(beyond in one for one in found), found


@pytest.mark.parametrize(
    ("tag", "body"),
    [
        ("Coca production fell by 2012.", "Coca production in Colombia fell to fewer than 50,000 hectares by 2012."),
        ("Elimination may work in the short run.", "Eliminating coca production may work in the short run."),
        ("Both would benefit from trust.", "The United States and Colombia would both benefit if they rebuilt trust."),
    ],
)
def test_a_tag_within_its_body_is_let_pass(tag: str, body: str, vocabulary: Vocabulary) -> None:
    assert overclaims(tag, body, vocabulary) == []
