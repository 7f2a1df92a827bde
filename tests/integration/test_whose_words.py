"""Whose words: a brief's are nobody's quotation on any screen or in any file; the article's, once it is added, are."""

from __future__ import annotations

import json
import re
from html import unescape
from io import BytesIO
from pathlib import Path

import docx
import pytest

from bot import Bot
from bot.commands import console
from bot.debate.advising import Adviser
from bot.debate.ballot import judge
from bot.debate.debating import Debating
from bot.debate.export import pack_docx, pack_markdown, prep_pack, round_docx, round_markdown
from bot.debate.formats import load_format
from bot.debate.keeping import to_json
from bot.debate.model import Round
from bot.learned.encoder import Embedder
from bot.settings import Settings
from bot.sources.citing import PARAPHRASE
from bot.ui import browsing, render
from bot.ui.article import article_html
from bot.ui.debate.cards import card_html
from bot.ui.welcome import article_of

QUESTIONS = (
    "By how much did coca production fall?",
    "What does Petro believe lies behind coca growing?",
    "How do the two sides differ on drug policy?",
    "What does the author say of eradication?",
    "Check: Petro came to power in 2022.",
    "Summarize the article.",
)
CITE = "Lectern's brief of González Camelo 2025"
_QUOTATION = re.compile(r"[“\"]([^“”\"]*(?:“[^”]*”[^“”\"]*)*)[”\"]")


@pytest.fixture(scope="module")
def debating(bot: Bot) -> Debating:
    return Debating(bot)


@pytest.fixture(scope="module")
def rounds(debating: Debating) -> list[Round]:
    formats = map(load_format, ("short", "public-forum"))
    return [debating.run(debating.begin(form, None, seed)) for seed, form in enumerate(formats)]


def sentences(bot: Bot) -> list[str]:
    """What the brief says, but for what it quotes itself."""
    (brief,) = (source for source in bot.sources() if source.kind == "brief")
    passages = bot.reader.content.passages_of(brief.id)
    return [_QUOTATION.sub("", one.text)[:60] for passage in passages for one in passage.sentences]


def quoted_in(text: str, bot: Bot) -> list[str]:
    """The sentences of the brief that stand in quotation marks, or in a block that is set as a quotation."""
    plain = re.sub(r"\\(.)", r"\1", text.replace("**", ""))
    inside = [match.group(1) for match in _QUOTATION.finditer(plain)]
    inside += [line for line in plain.splitlines() if line.startswith(">")]
    inside += re.findall(r"<blockquote.*?</blockquote>", plain, re.DOTALL)
    return [one for one in sentences(bot) for words in inside if one in words]


def words_of(file: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(file)).paragraphs)


def test_a_brief_is_cited_as_one_and_never_as_a_quotation(bot: Bot) -> None:
    for question in QUESTIONS:
        answer = bot.ask(question)
        assert answer.citations, question
        assert {(one.kind, one.cite) for one in answer.citations} == {("brief", CITE)}
        shown = render.shown(answer, 0, bot.topic) + article_html(bot.reader.content, answer.citations, original=True)
        copied = render.copied(answer)
        told = bot.as_tool().invoke(question)
        with console.out.capture() as printed:
            console.print_citations(answer.citations)
        for text in (shown, copied, told, printed.get()):
            assert quoted_in(text, bot) == [], question
        for text in (copied, told, printed.get()):
            assert CITE in " ".join(text.split())
        assert "Lectern's brief of “How U.S.–Colombia relations" in unescape(shown)
        assert "the author's own words" not in unescape(shown)
        assert "Add the original" in shown
        assert copied.rstrip().endswith(answer.citations[0].url)
    assert "Lectern's brief of" in article_of(bot.topic)


def test_a_quotation_of_the_brief_would_be_found(bot: Bot) -> None:
    words = sentences(bot)[5]
    for text in (
        f"Ray: “{words}”",
        f'Ray: "It is. {words}"',
        f"> {words}",
        f"<blockquote><mark>{words}</mark></blockquote>",
    ):
        assert quoted_in(text, bot) == [words]


def test_the_browsed_brief_is_named_as_one(bot: Bot) -> None:
    (brief,) = bot.sources()
    page = browsing.source_html(brief, bot.paragraphs(brief.id), bot.topic, {})
    page += browsing.hits_html(bot.search("tariffs"), bot.passage, bot.topic, "tariffs")
    assert "Lectern's brief of “How U.S.–Colombia relations" in unescape(page)
    assert "<blockquote" not in page
    assert "the author's view" in unescape(page)
    assert {hit.to_dict()["kind"] for hit in bot.search("tariffs")} == {"brief"}


def test_no_card_of_a_brief_reads_as_the_author(bot: Bot, debating: Debating, rounds: list[Round]) -> None:
    pack = prep_pack(bot.topic, Adviser(debating.bank, debating.cutter, debating.researcher), debating.bank)
    files = [pack_markdown(pack), words_of(pack_docx(pack))]
    for held in rounds:
        ballot = judge(held)
        data = to_json(held)
        files += [round_markdown(held, bot.topic, ballot), words_of(round_docx(held, bot.topic, ballot))]
        cards = [block.card for speech in held.speeches for block in speech.blocks if block.card and block.card.read]
        assert cards
        for card in cards:
            assert card.cite.short.startswith(f"{CITE}, ¶ ")
            assert card.warnings[0] == PARAPHRASE
            files.append(card.spoken)
            page = card_html(card, bot.topic, held.format.wpm)
            assert quoted_in(page, bot) == []
            assert PARAPHRASE in page
        assert all(card["warnings"][0] == PARAPHRASE for card in cards_in(json.loads(data)))
        assert all(card["cite"]["kind"] == "brief" for card in cards_in(json.loads(data)))
        files += [exchange.answer for speech in held.speeches for exchange in speech.exchanges]
    for text in files:
        assert quoted_in(text, bot) == []
        assert "the author's own words" not in text
    for text in files[:2]:
        assert text.count(PARAPHRASE) == text.count("Voice: ") > 10


def cards_in(data: object) -> list[dict[str, object]]:
    """Every card in the JSON of a round."""
    if isinstance(data, dict):
        own = [data] if "cite" in data and data.get("read") else []
        return own + [card for value in data.values() for card in cards_in(value)]
    return [card for value in data for card in cards_in(value)] if isinstance(data, list) else []


def test_a_models_quotation_of_the_brief_is_marked(bot: Bot) -> None:
    from bot.answer.checking.verifier import Verifier

    content = bot.reader.content
    verifier = Verifier(bot.answerer.support, content.vocabulary, content.briefs)
    passage = next(one for one in content.passages if "narco-socialism" in one.text)
    sentence = passage.sentences[0].text
    assert not verifier.check(f"The author writes “{sentence[:60]}”.", [passage]).holds
    assert verifier.check(sentence, [passage]).ground != "quote"
    kept = "Accusations of “narco-socialism” have made political theater out of a disagreement over policy."
    assert verifier.check(kept, [passage]).ground != "quote"


ARTICLE = """---
title: How the ferry was lost
author: Ida Moss
date: 2024-03-03
---

The council of Tarn closed the ferry in 2019, and its crews have not forgiven it. Nobody on the quay was asked.

The ferry cost 4 million crowns a year, more than the library and the swimming pool together, the council argues.

Its crews say that 900 people crossed each day. They want a new boat, paid for by the province.
"""
BRIEF = """---
title: How the ferry was lost
author: Ida Moss
date: 2024-03-03
kind: brief
---

Tarn's council shut the ferry down in 2019, which its crews still hold against it. The people on the quay had no say.

The council argues that each year the ferry took 4 million crowns. The library and the swimming pool cost less together.

According to the crews 900 people used the crossing daily. The crews ask for a new boat. The province should pay for it.
"""
TOPIC = """
id: ferry
title: The ferry
resolution: Tarn should buy a new ferry.
sides:
- {id: crews, name: Crews, stance: affirmative, paradigm: service, statement: It is needed., aliases: [the crews]}
- {id: council, name: Council, stance: negative, paradigm: thrift, statement: It costs much., aliases: [council]}
sources:
- file: brief.md
  paragraphs:
  - {number: 2, side: council, voice: reported}
  - {number: 3, side: crews, voice: reported, sentences: [[crews, reported], [crews, reported], [crews, reported]]}
"""
BANK = """
arguments:
- {id: c1, side: crews, label: need, claim: The crossing is needed., warrant: w, impact: i, extension: e, weighing: x,
   evidence: [[3, 1], [3, 2], [3, 3]]}
- {id: n1, side: council, label: cost, claim: It costs too much., warrant: w, impact: i, extension: e, weighing: x,
   evidence: [[2, 1], [2, 2]]}
answers:
- {id: c1a, side: council, to: [c1], label: cost, claim: It costs too much., warrant: w, evidence: [[2, 2]]}
- {id: n1a, side: crews, to: [n1], label: many, claim: Many cross., warrant: w, evidence: [[3, 1]]}
"""


def test_with_the_original_all_is_quoted_from_it(embedder: Embedder, tmp_path: Path) -> None:
    folder = tmp_path / "topics" / "ferry"
    folder.mkdir(parents=True)
    for name, text in (("brief.md", BRIEF), ("topic.yaml", TOPIC), ("arguments.yaml", BANK)):
        (folder / name).write_text(text, encoding="utf-8")
    bot = Bot.open(
        Settings(data_dir=tmp_path / "data", corpus_dir=tmp_path / "topics", topic="ferry"), embedder=embedder
    )
    (first,) = bot.ask("When was the ferry closed?").citations[:1]
    assert first.cite == "Lectern's brief of Moss 2024"
    article = tmp_path / "article.md"
    article.write_text(ARTICLE, encoding="utf-8")
    source, _ = bot.add(article)
    answer = bot.ask("When was the ferry closed?")
    assert {one.source_id for one in answer.citations} == {source.id}
    assert {one.kind for one in answer.citations} == {"document"}
    assert [one.kind for one in bot.sources()].count("brief") == 1
    sides = {s.text[:14]: s.side for p in bot.reader.content.passages for s in p.sentences}
    assert sides["Its crews say "] == sides["They want a ne"] == "crews"
    assert sides["The ferry cost"] == "council"
    debating = Debating(bot)
    cards = [card for node in debating.bank.nodes for card in debating.cutter.cards(node, whole=True)]
    assert cards
    for card in cards:
        assert source.text[card.start : card.end] == card.body
        assert card.source_id == source.id
        assert not {PARAPHRASE} & set(card.warnings)
    need = debating.cutter.cards(debating.bank.by_id["c1"], whole=True)[0]
    assert need.read_text.startswith("Its crews say that 900 people crossed each day. … They want a new boat")
    assert need.spoken.endswith(f"“{need.read_text}”")
    assert bot.add(article)[1] is False
    bot.remove(source.id)
    assert {one.kind for one in bot.ask("When was the ferry closed?").citations} == {"brief"}


def test_every_card_of_the_bank_is_cut_from_the_article(
    built: Settings, embedder: Embedder, tmp_path: Path, article: Path
) -> None:
    bot = Bot.open(Settings(data_dir=tmp_path / "data"), embedder=embedder)
    source, _ = bot.add(article)
    debating = Debating(bot)
    cards = [(node, card) for node in debating.bank.nodes for card in debating.cutter.cards(node, whole=True)]
    assert len(cards) > 20
    for node, card in cards:
        assert card.source_id == source.id
        assert source.text[card.start : card.end] == card.body, node.id
        assert card.spoken.endswith(f"“{card.read_text}”"), node.id
    assert bot.sources()[0].kind != bot.sources()[1].kind


def test_words_of_two_sources_are_said_once_and_cited_from_both(embedder: Embedder, tmp_path: Path) -> None:
    bot = Bot.open(Settings(data_dir=tmp_path / "data"), embedder=embedder)
    same = "The Orlov bridge has 12 arches of stone."
    for name, rest in (("report", "It was opened by the mayor in 1972."), ("guide", "Nobody knows who counted them.")):
        path = tmp_path / f"{name}.md"
        path.write_text(f"# The {name}\n\n{same} {rest}\n", encoding="utf-8")
        bot.add(path)
    answer = bot.ask("How many arches does the Orlov bridge have?")
    (statement,) = (one for one in answer.statements if one.text == same)
    cited = [one for one in answer.citations if one.number in statement.citations]
    assert sorted(one.title for one in cited) == ["The guide", "The report"]
    assert {one.quote for one in cited} == {same}
    assert answer.text.replace("**", "").count(same) == 1
