"""Conversations are kept for whoever had them, found by what was said, and brought back; bad answers become cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import Bot
from bot.answer.conversations import Conversations, as_markdown
from bot.debate.export.safe import file_name
from bot.model import Citation
from evals.errors import SuiteError
from evals.noted import note
from evals.suites import suites_of

QUESTION = "When did Plan Colombia begin?"


def test_each_owner_has_their_own(bot: Bot) -> None:
    answer = bot.ask(QUESTION)
    mine = Conversations(bot.store.engine, bot.topic.id, "me")
    chat = mine.save([answer])
    assert mine.save([answer, bot.ask("Who wrote it?")], chat) == chat
    assert [one.question for one in mine.open(chat)] == [QUESTION, "Who wrote it?"]
    assert mine.open(chat)[0] == answer
    assert all(isinstance(one, Citation) for one in mine.open(chat)[0].citations)
    for other in (
        Conversations(bot.store.engine, bot.topic.id, "you"),
        Conversations(bot.store.engine, "another-topic", "me"),
    ):
        assert other.open(chat) == ()
        assert other.entries() == []
        assert not other.rename(chat, "Theirs")
        assert other.delete(chat) is None
        assert other.save([answer], chat) != chat
    assert [one.title for one in mine.entries()] == [QUESTION]


def test_they_are_found_renamed_deleted_and_brought_back(bot: Bot) -> None:
    kept = Conversations(bot.store.engine, bot.topic.id, "finder")
    first, second = kept.save([bot.ask(QUESTION)]), kept.save([bot.ask("What does Bogotá want?")])
    assert {one.id for one in kept.entries()} == {first, second}
    assert [one.id for one in kept.entries("BOGOTA")] == [second]
    assert [one.id for one in kept.entries("aligned heavy investment")] == [first]
    assert kept.entries("no such words") == []
    assert kept.rename(first, "  The \n beginning ")
    assert not kept.rename(first, "  ")
    assert [one.title for one in kept.entries("beginning")] == ["The beginning"]
    row = kept.delete(first)
    assert row is not None
    assert kept.open(first) == ()
    kept.restore(row)
    assert kept.open(first)[0].question == QUESTION


def test_the_file_has_questions_answers_and_what_they_cite(bot: Bot) -> None:
    answers = [bot.ask(QUESTION)]
    text = as_markdown("A *title*", answers)
    assert text.startswith(f"# A \\*title\\*\n\n## {QUESTION}\n")
    assert "Lectern's brief of González Camelo 2025, From Cooperation to Confrontation, ¶ 3: " in text
    assert answers[0].citations[0].url in text.splitlines()[-1]
    assert file_name("Bogotá v. Washington!") == "bogota-v-washington"


def test_an_answer_becomes_a_case(bot: Bot, tmp_path: Path) -> None:
    answers = [bot.ask("What does Bogotá want?"), bot.ask(QUESTION)]
    content = bot.reader.content
    for words in ("", "no such words"):
        with pytest.raises(SuiteError):
            note(tmp_path, bot.topic.id, answers, "wrong", words, content)
    note(tmp_path, bot.topic.id, answers, "wrong", "began in 2000", content)
    note(tmp_path, bot.topic.id, answers[:1], "refuse", "", content)
    suite = next(one for one in suites_of(bot.topic, data_dir=tmp_path) if one.suite == "noted")
    first, second = suite.cases
    assert (first.turns, first.gold) == (("What does Bogotá want?", QUESTION), (3,))
    assert second.expect == "no_evidence"
