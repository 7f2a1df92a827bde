"""The ``lectern`` command: once as a process, and otherwise in this one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import Bot
from bot.cli import main

LECTERN = Path(sys.executable).with_name("lectern")


@pytest.fixture
def lectern(command):
    def run(*arguments: str, code: int = 0, **env: str) -> str:
        done = command(main, *arguments, **env)
        assert done.returncode == code, done.stderr
        return done.stdout if code == 0 else done.stderr

    return run


def test_ask_prints_what_the_api_gives(bot: Bot) -> None:
    env = {**os.environ, "LECTERN_DATA_DIR": str(bot.settings.data_dir)}
    command = [str(LECTERN), "ask", "When did Plan Colombia begin?", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    answer = bot.ask("When did Plan Colombia begin?")
    assert data["text"] == answer.text
    assert data["citations"][0]["quote"] == answer.citations[0].quote
    assert data["outcome"] == "closest"


def test_check_and_search(lectern) -> None:
    claim = "Petro responded to Trump by recalling Colombia's ambassador for consultations."
    assert json.loads(lectern("check", claim, "--json"))["label"] == "supported"
    assert json.loads(lectern("check", "Coca production rose after 2000.", "--json"))["label"] == "unsettled"
    hits = json.loads(lectern("search", "tariffs", "-k", "2", "--json"))
    assert len(hits) == 2
    assert "tariffs" in hits[0]["quote"]


def test_the_corpus_is_listed(lectern) -> None:
    sources = json.loads(lectern("corpus", "list", "--json"))
    assert sources[0]["author"] == "Lucía González Camelo"
    assert (sources[0]["paragraphs"], sources[0]["format"]) == (10, "Markdown")


def test_a_source_is_shown_as_it_was_read_and_its_facts_are_corrected(lectern, tmp_path: Path) -> None:
    data = {"LECTERN_DATA_DIR": str(tmp_path / "data")}
    page = (
        "<html><body><article><h1>The ferry</h1><p>Nobody paid for the ferry.<sup><a href='#n1' id='r1'>1</a></sup> "
        "It was sold in 2021.</p><h2>Costs</h2><p>The council of Tarn had asked for 4.5 million crowns in the spring, "
        "and was told in the autumn that there was no money for it.</p>"
        "<section class='footnotes'><ol><li id='n1'><p>Minutes of the council, 4 May. <a href='#r1'>↩</a></p></li></ol>"
        "</section></article></body></html>"
    )
    (tmp_path / "ferry.html").write_text(page, encoding="utf-8")
    (added,) = json.loads(lectern("corpus", "add", str(tmp_path / "ferry.html"), "--json", **data))
    shown = json.loads(lectern("corpus", "show", added["id"], "--json", **data))
    assert (shown["title"], shown["date"], shown["format"]) == ("The ferry", "", "web page")
    first, costs, note = shown["paragraphs"]
    assert first["text"] == "Nobody paid for the ferry. It was sold in 2021."
    assert (costs["number"], costs["section"], costs["side"]) == (2, "Costs", "neutral")
    assert note["note_to"] == {"paragraph": 1, "at": 26}
    printed = lectern("corpus", "show", added["id"], **data)
    assert "note to ¶ 1" in printed
    assert "date: not known" in printed
    told = lectern("corpus", "facts", added["id"], "--date", "3 May 2022", "--author", "Bo Ray, Ida Moss", **data)
    assert "date: 2022-05-03 (corrected)" in told
    assert "author: Bo Ray and Ida Moss (corrected)" in told
    # The file is read again, changed: what was corrected stays.
    (tmp_path / "ferry.html").write_text(page.replace("spring", "summer"), encoding="utf-8")
    (again,) = json.loads(lectern("corpus", "add", str(tmp_path / "ferry.html"), "--json", **data))
    assert (again["status"], again["date"]) == ("replaced", "2022-05-03")
    answer = json.loads(lectern("ask", "When was the ferry sold?", "--json", **data))
    assert answer["citations"][0]["cite"] == "Ray and Moss 2022"
    assert "is not a date" in lectern("corpus", "facts", added["id"], "--date", "soon", code=2, **data)
    assert "needs a title" in lectern("corpus", "facts", added["id"], "--title", "", code=2, **data)
    brief = json.loads(lectern("corpus", "list", "--json", **data))
    own = next(one["id"] for one in brief if one["kind"] == "brief")
    assert "belongs to the topic" in lectern("corpus", "facts", own, "--date", "2020", code=2, **data)
    assert "There is no source" in lectern("corpus", "show", "nothing", code=2, **data)


def test_errors_are_one_line_and_code_2(lectern) -> None:
    for message, said in (
        ("LECTERN_FOO is not a setting", lectern("ask", "x", code=2, LECTERN_FOO="1")),
        ("no topic 'nowhere'", lectern("ask", "x", code=2, LECTERN_TOPIC="nowhere")),
        ("no side 'moscow'", lectern("ask", "x", "--side", "moscow", code=2)),
    ):
        assert message in said
        assert said.startswith("lectern: ")
        assert said.count("\n") == 1
