"""Arguments that a person makes for a topic of their own: proposed from its sources, kept as a file, debated with."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot import Bot
from bot.debate.bankform import Row, bank_of, form_file, offered, read_rows, write_rows
from bot.debate.coaching import Coach
from bot.debate.debating import Debating
from bot.debate.drills import Driller
from bot.debate.formats import DEFAULT, formats, load_format
from bot.errors import FormatError, RoundError
from bot.learned.encoder import Embedder
from bot.settings import Settings
from evals.debate.checking import Ground
from evals.debate.checks import check
from evals.debate.playing import play


@pytest.fixture(scope="module", params=["river", "wards"])
def sample(
    request: pytest.FixtureRequest, built_samples: Path, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Bot:
    data = tmp_path_factory.mktemp("form") / "data"
    shutil.copytree(built_samples, data)
    return Bot.open(Settings(data_dir=data, topic=request.param), embedder=embedder)


@pytest.fixture
def rows(sample: Bot) -> list[Row]:
    return offered(sample.reader.content, sample.embedder)


@pytest.fixture
def made(sample: Bot, rows: list[Row]) -> Debating:
    """Debating with what a person kept of the proposals."""
    path = form_file(sample.settings.data_dir, sample.topic.id)
    write_rows(path, [replace(one, so_what=so_what(one), fact=False) for one in rows])
    try:
        return Debating(sample)
    finally:
        path.unlink()


def so_what(row: Row) -> str:
    return f"So who loses “{row.label}” has little left."


def test_each_side_is_offered_what_it_holds_and_facts_are_marked_as_the_authors(sample: Bot, rows: list[Row]) -> None:
    voices = {one.text: one.voice for passage in sample.reader.content.passages for one in passage.sentences}
    for side in sample.topic.sides:
        assert sum(one.side == side.id and not one.fact for one in rows) >= 3
    assert all(voices[one.sentence] == "author" for one in rows if one.fact)
    if sample.topic.id == "river":
        assert {one.side for one in rows if one.fact} == {side.id for side in sample.topic.sides}
    assert len({(one.side, one.sentence) for one in rows}) == len(rows)


def test_what_was_kept_is_read_again_as_it_was(tmp_path: Path, rows: list[Row]) -> None:
    path = form_file(tmp_path, "quays")
    odd = replace(rows[0], label="a: “label” #1", why="Because\nof: - this", so_what="")
    write_rows(path, [odd, *rows[1:]])
    assert read_rows(path) == (odd, *rows[1:])
    write_rows(path, [])
    assert not path.exists()
    assert read_rows(path) == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [("- side: a\n  label: b\n", "argument 1.sentence"), ("{", "cannot be read"), ("- 5\n", "argument 1")],
)  # fmt: skip
def test_a_file_that_is_none_is_named_with_its_fault(tmp_path: Path, text: str, why: str) -> None:
    path = form_file(tmp_path, "quays")
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(FormatError, match=why):
        read_rows(path)


def test_whole_rounds_with_a_persons_arguments_keep_every_check(made: Debating, sample: Bot) -> None:
    assert not made.bank.mined
    for name in formats():
        held = play(made, load_format(name), 1).held
        found = check(held, Ground(sample.reader.content, made.bank))
        assert not [f"{key}: {one}" for key, checked in found.items() for one in checked.violations]
        spoken = " ".join(block.spoken for speech in held.speeches for block in speech.blocks)
        assert "has little left." in spoken


def test_an_argument_whose_sentence_is_gone_is_left_out(sample: Bot, rows: list[Row]) -> None:
    gone = replace(rows[0], sentence="The moon is made of cheese.")
    strange = replace(rows[1], side="nobody")
    bank = bank_of([gone, strange, *rows[2:]], sample.reader.content, sample.embedder)
    assert sum(node.argument for node in bank.nodes) == len(rows) - 2


def test_with_too_few_arguments_a_round_says_so_and_the_coach_still_works(sample: Bot, rows: list[Row]) -> None:
    path = form_file(sample.settings.data_dir, sample.topic.id)
    few = [next(one for one in rows if one.side == side.id) for side in sample.topic.sides]
    write_rows(path, few)
    try:
        debating = Debating(sample)
        with pytest.raises(RoundError, match=r"A round needs 3 arguments for each side, and there is 1 of .*Coach me"):
            debating.begin(load_format(DEFAULT), "negative")
        side = sample.topic.sides[0].id
        task = Driller(debating).task("answer", side, 0)
        assert Driller(debating).score(task, "No link, because it is about something else.").good >= 2
        assert Coach(debating).rate(f"{few[0].claim} It counts most.", side, load_format(DEFAULT)).points
        assert len(Coach(debating).case(side)) == 1
    finally:
        path.unlink()
