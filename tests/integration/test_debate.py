"""Whole rounds: the bot against itself keeps every check, stances can be swapped, and a round outlives its process."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot.bot import Bot
from bot.cli import main
from bot.debate.ballot import judge
from bot.debate.debating import Debating
from bot.debate.formats import formats, load_format
from bot.debate.keeping import Keeper, from_json, to_json
from bot.debate.model import STANCES, Round, Stance, other
from bot.learned.encoder import Embedder
from bot.settings import Settings
from bot.sources.store import Store
from evals.debate.checking import Ground
from evals.debate.checks import check
from evals.debate.playing import play_all

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = int(os.environ.get("LONG_DEBATE", "5"))
"""LONG_DEBATE=40 plays as many rounds as the figures are printed for; five are one of each format and opening."""


@pytest.fixture(scope="module")
def debating(bot: Bot) -> Debating:
    return Debating(bot)


@pytest.fixture(scope="module")
def ground(bot: Bot, debating: Debating) -> Ground:
    return Ground(bot.reader.content, debating.bank)


def broken(held: Round, ground: Ground) -> dict[str, tuple[str, ...]]:
    return {name: found.violations for name, found in check(held, ground).items() if found.violations}


def test_rounds_of_the_bot_against_itself_keep_every_check(debating: Debating, ground: Ground) -> None:
    seen: set[str] = set()
    for played in play_all(debating, ROUNDS):
        assert broken(played.held, ground) == {}, played.name
        seen.add(played.held.format.id)
    assert seen == set(formats())


def test_the_same_seed_gives_the_same_round_and_another_gives_another(debating: Debating) -> None:
    one, again, third = (debating.run(debating.begin(load_format("short"), None, seed)) for seed in (4, 4, 5))
    assert one.speeches == again.speeches
    assert one.points == again.points
    assert judge(one) == judge(again)
    assert one.speeches != third.speeches


@pytest.mark.parametrize("stance", STANCES)
def test_against_a_person_the_bot_keeps_to_its_own_speeches(stance: Stance, debating: Debating, ground: Ground) -> None:
    """The person speaks the words of another round, or says nothing at all."""
    script = debating.run(debating.begin(load_format("short"), None, 7))
    words = {speech.slot: " ".join(block.spoken for block in speech.blocks) for speech in script.speeches}
    for said in (words, dict.fromkeys(words, "")):
        held = debating.begin(load_format("short"), stance, 2)
        while (waits := debating.waits_for(held)) is not None:
            slot = held.next_slot
            assert slot is not None
            held = debating.step(held) if waits == "bot" else debating.hear(held, said[slot.id])
        assert [speech.by == "user" for speech in held.speeches if not speech.exchanges] == [
            slot.stance == stance for slot in held.format.slots if slot.speech
        ]
        assert broken(held, ground) == {}


@pytest.fixture(scope="module")
def swapped(bot: Bot, embedder: Embedder, built_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Debating:
    """The bundled topic with the stances of its two sides changed, and nothing else."""
    folder = tmp_path_factory.mktemp("swapped")
    shutil.copytree(bot.topic.folder, folder / "corpus" / bot.topic.id)
    path = folder / "corpus" / bot.topic.id / "topic.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for side in data["sides"]:
        side["stance"] = other(side["stance"])
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    shutil.copytree(built_data, folder / "data")
    return Debating(Bot.open(Settings(data_dir=folder / "data", corpus_dir=folder / "corpus"), embedder=embedder))


@pytest.mark.parametrize("name", sorted(formats()))
def test_the_same_content_in_mirrored_order_has_the_mirrored_winner(
    name: str, debating: Debating, swapped: Debating
) -> None:
    form = load_format(name)
    mine = debating.run(debating.begin(form, None))
    theirs = swapped.run(swapped.begin(load_format(name, opens="negative"), None))
    said, heard = ([speech.words for speech in one.speeches] for one in (mine, theirs))
    assert [one.node for one in theirs.points] == [one.node for one in mine.points]
    assert heard == said
    first, second = judge(mine), judge(theirs)
    assert second.offense == pytest.approx(first.offense[::-1])
    if not first.presumption:
        assert second.winner == other(first.winner)
        assert theirs.side(second.winner) == mine.side(first.winner)
    assert [one.total for one in second.points] == [one.total for one in first.points[::-1]]


def test_each_side_wins_from_either_stance(debating: Debating, swapped: Debating) -> None:
    won: dict[tuple[str, str], int] = {}
    for each in (debating, swapped):
        for seed in range(10):
            held = each.run(each.begin(load_format("short"), None, seed))
            winner = judge(held).winner
            won[held.side(winner), winner] = won.get((held.side(winner), winner), 0) + 1
    assert {side for side, _ in won} == {"bogota", "washington"}
    assert {stance for _, stance in won} == {"affirmative", "negative"}


def process(code: str, *arguments: str, data: Path) -> str:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LECTERN_DATA_DIR": str(data)}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=env, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


REOPEN = """
import json, sys
from pathlib import Path
from bot.debate.keeping import Keeper, to_json
from bot.sources.store import Store
store = Store(Path(sys.argv[1]) / "corpus.db")
for name in sys.argv[2:]:
    print(json.dumps(to_json(Keeper(store.engine, "us-colombia").open(name))))
"""


def test_a_new_process_finds_a_round_at_the_point_where_it_was_left_at_every_slot(
    debating: Debating, tmp_path: Path
) -> None:
    store = Store(tmp_path / "corpus.db")
    keeper = Keeper(store.engine, "us-colombia")
    held = debating.begin(load_format("short"), "negative", 3)
    left: dict[str, Round] = {}
    while (slot := held.next_slot) is not None:
        if slot.id not in left:
            left[slot.id] = replace(held, id=f"left-at-{slot.id}")
            keeper.save(left[slot.id])
        held = debating.step(held) if debating.waits_for(held) == "bot" else debating.hear(held, "I deny it all.")
    store.engine.dispose()
    assert list(left) == [slot.id for slot in held.format.slots]
    printed = process(REOPEN, str(tmp_path), *(one.id for one in left.values()), data=tmp_path)
    there = [from_json(json.loads(line)) for line in printed.splitlines()]
    assert there == list(left.values())
    assert [one.next_slot for one in there] == list(held.format.slots)


@pytest.mark.kills
def test_a_killed_process_leaves_each_round_whole_up_to_its_last_step(
    debating: Debating, bot: Bot, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(bot.settings.data_dir, data)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(Path(__file__).with_name("debating.py")), str(data), "short", "50"]
    child = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert child.stdout is not None
    said = [child.stdout.readline().strip() for _ in range(31)]
    child.send_signal(signal.SIGKILL)
    said += [line.strip() for line in child.stdout if line.endswith("\n")]
    child.wait(30)
    child.stdout.close()
    store = Store(data / "corpus.db")
    keeper = Keeper(store.engine, "us-colombia")
    kept = {entry.id: keeper.open(entry.id) for entry in keeper.entries()}
    store.engine.dispose()
    assert set(said) <= set(kept)
    unfinished = [one for one in kept.values() if one.next_slot is not None]
    assert len(unfinished) <= 1
    for one in kept.values():
        whole = debating.run(debating.begin(load_format("short"), None, one.seed))
        if one.next_slot is None:
            assert one.speeches == whole.speeches
        # Played on from where it was, it becomes the round that nobody killed.
        assert debating.run(one).speeches == whole.speeches
        assert debating.run(one).points == whole.points


def test_the_command_plays_a_round_by_itself_and_gives_the_same_twice(bot: Bot, command) -> None:
    said = ("debate", "--auto", "--seed", "1", "--json")
    code = "import sys; sys.argv[0] = 'lectern'; from bot.cli import main; main()"
    first = process(code, *said, data=bot.settings.data_dir)
    assert first == command(main, *said).stdout
    assert '"winner"' in first


def test_a_round_survives_json(debating: Debating) -> None:
    held = debating.run(debating.begin(load_format("policy"), None, 1))
    assert from_json(to_json(held)) == held
    assert judge(from_json(to_json(held))) == judge(held)
    assert replace(from_json(to_json(held)), title="x") != held
