"""``lectern topic new``: as a script calls it, and as somebody at a terminal is asked."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

from bot.cli import main
from bot.topics import read_topic_file

LECTERN = Path(sys.executable).with_name("lectern")
RIVER = Path(__file__).parents[1] / "data" / "topics" / "river" / "article.md"


def test_what_is_given_stands_and_all_else_is_proposed(command, tmp_path: Path) -> None:
    where = {"LECTERN_DATA_DIR": str(tmp_path)}
    done = command(
        main, "topic", "new", str(RIVER), "--id", "river", "--affirmative", "The delta",
        "--affirmative-speaks", "Estmark",
        "--affirmative-speaks", "Leila Danso", "--affirmative-holds", "Water should come when crops need it.", "--json",
        **where,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    topic = json.loads(done.stdout)["topic"]
    assert [(side["name"], side["stance"]) for side in topic["sides"]] == [
        ("The delta", "affirmative"), ("Norvale", "negative"),
    ]  # fmt: skip
    assert topic["sides"][0]["statement"] == "Water should come when crops need it."
    assert topic["sides"][0]["aliases"] == ["Estmark"]
    assert {one["name"]: one.get("side") for one in topic["actors"]}["Leila Danso"] == topic["sides"][0]["id"]
    assert "month" in topic["resolution"]
    again = command(main, "topic", "new", str(RIVER), "--id", "river", **where)
    assert (again.returncode, "already" in again.stderr) == (2, True)


def test_a_side_without_a_position_is_refused_and_nothing_is_made(command, tmp_path: Path) -> None:
    done = command(
        main, "topic", "new", str(RIVER), "--id", "river", "--negative", "The moon", LECTERN_DATA_DIR=str(tmp_path)
    )
    assert done.returncode == 2
    assert "in one line what The moon holds" in done.stderr
    assert not (tmp_path / "topics" / "river").exists()


def test_a_text_in_which_nobody_quarrels_is_made_a_topic_without_sides(command, tmp_path: Path) -> None:
    rain = tmp_path / "rain.md"
    rain.write_text(
        "# Rain\n\nRain fell on the hills for nine days, and the roads were closed to all traffic.\n", "utf-8"
    )
    done = command(main, "topic", "new", str(rain), "--id", "rain", LECTERN_DATA_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "Two sides were not found" in done.stdout
    asked = command(main, "ask", "How long did it rain?", LECTERN_DATA_DIR=str(tmp_path), LECTERN_TOPIC="rain")
    assert "nine days" in asked.stdout
    debated = command(main, "debate", "--auto", LECTERN_DATA_DIR=str(tmp_path), LECTERN_TOPIC="rain")
    assert (debated.returncode, "A round needs two sides" in debated.stderr) == (2, True)


def test_somebody_at_a_terminal_is_asked(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    env = {**os.environ, "LECTERN_DATA_DIR": str(tmp_path), "TERM": "dumb"}
    with subprocess.Popen(
        [str(LECTERN), "topic", "new", str(RIVER), "--id", "river"], stdin=theirs, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, env=env, text=True,
    ) as process:  # fmt: skip
        answers = ["", "The delta", "Estmark, Leila Danso", "Water should come when crops need it.", "", "", ""]
        os.write(ours, ("\n".join(answers) + "\n").encode())
        printed, _ = process.communicate(timeout=120)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 0, printed
    assert "Who speaks for it" in printed
    topic = read_topic_file(tmp_path / "topics", "river")
    assert [side.name for side in topic.sides] == ["The delta", "Norvale"]
    assert topic.sides[0].statement == "Water should come when crops need it."
