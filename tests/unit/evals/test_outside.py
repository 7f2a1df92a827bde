"""Sets of others load from small files of their own layout, and their faults are named by file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.learned.encoder import Embedder
from evals.errors import DataError
from evals.outside.beir import read_beir
from evals.outside.clapnq import read_clapnq
from evals.outside.figures import judged
from evals.outside.kpa import read_kpa
from evals.outside.sets import cut
from evals.outside.squad import read_squad
from evals.outside.wice import read_wice

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
ARTICLE = {
    "title": "River_towns",
    "paragraphs": [
        {"context": "The river  rose.", "qas": [
            {
                "id": "1", "question": "What rose? ", "answers": [{"text": "The river", "answer_start": 0}],
                "is_impossible": False,
            },
            {"id": "2", "question": "What fell?", "answers": [], "is_impossible": True},
        ]},
        {"context": "The town slept.", "qas": []},
    ],
}  # fmt: skip


def test_squad_as_it_is_published_and_a_line_an_article(tmp_path: Path) -> None:
    whole, lines = tmp_path / "dev-v2.0.json", tmp_path / "squad.jsonl"
    whole.write_text(json.dumps({"version": "v2.0", "data": [ARTICLE]}))
    lines.write_text(json.dumps(ARTICLE) + "\n")
    assert read_squad(whole) == read_squad(lines)
    found = read_squad(whole)
    assert found.documents[0].title == "River towns"
    assert found.documents[0].paragraphs[0].text == "The river rose."
    assert [(q.text, q.answers, q.paragraph) for q in found.questions] == [("What rose?", ("The river",), 0)]
    assert [len(part.questions) for part in cut(found, 1)] == [1, 0]


def test_clapnq(tmp_path: Path) -> None:
    passage = {"title": "T", "text": "One . Two .", "sentences": ["One .", "Two ."]}
    item = {"id": 5, "input": "q", "passages": [passage], "output": [{"answer": "a", "selected_sentences": ["Two ."]}]}
    silent = {**item, "output": [{"answer": "", "selected_sentences": []}]}
    path = tmp_path / "c.jsonl"
    path.write_text(f"{json.dumps(item)}\n\n{json.dumps(silent)}\n")
    found = read_clapnq(path)
    assert len(found.documents) == 2
    assert [(q.id, q.answers) for q in found.questions] == [("5", ("Two .",))]


def beir(folder: Path) -> Path:
    (folder / "qrels").mkdir(parents=True)
    texts = {"d1": "Coal burns slowly in old stoves.", "d2": "The river flooded three towns.", "d3": "Bees make honey."}
    (folder / "corpus.jsonl").write_text(
        "".join(json.dumps({"_id": key, "title": "", "text": text}) + "\n" for key, text in texts.items())
    )
    queries = {"q1": "which towns were flooded by the river", "q2": "what do bees make", "q3": "unjudged"}
    (folder / "queries.jsonl").write_text(
        "".join(json.dumps({"_id": key, "text": text}) + "\n" for key, text in queries.items())
    )
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td2\t1\nq2\td3\t2\nq2\td1\t0\n")
    return folder


def test_beir_loads_and_is_measured(tmp_path: Path) -> None:
    found = read_beir(beir(tmp_path / "set"))
    assert found.ids == ("d1", "d2", "d3")
    assert [(q.id, q.relevant) for q in found.questions] == [("q1", (("d2", 1),)), ("q2", (("d3", 2), ("d1", 0)))]
    figures = judged(found, tmp_path / "data", Embedder())
    assert figures == {"nDCG@10": 1.0, "R@10": 1.0, "RR@10": 1.0}


def test_wice_and_kpa(tmp_path: Path) -> None:
    claims = tmp_path / "w.jsonl"
    claims.write_text(
        json.dumps({"claim": "c", "evidence": ["a", "b"], "label": "supported", "supporting_sentences": [[1]]})
    )
    claim = read_wice(claims)[0]
    assert (claim.text, claim.evidence, claim.supported, claim.supporting) == ("c", ("a", "b"), True, ((1,),))
    (tmp_path / "arguments_dev.csv").write_text('arg_id,argument,topic,stance\na1,"Yes, it helps",M,1\na2,No,M,-1\n')
    (tmp_path / "key_points_dev.csv").write_text("key_point_id,key_point,topic,stance\nk1,Helps,M,1\n")
    (tmp_path / "labels_dev.csv").write_text("arg_id,key_point_id,label\na1,k1,1\na2,k1,0\n")
    motion = read_kpa(tmp_path)[0]
    assert motion.arguments == (("a1", "Yes, it helps", 1), ("a2", "No", -1))
    assert motion.matches == {("a1", "k1"): True, ("a2", "k1"): False}


def test_faults_are_named_by_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere.jsonl cannot be read"):
        read_wice(tmp_path / "nowhere.jsonl")
    path = tmp_path / "w.jsonl"
    path.write_text('{"claim": "c"}\n')
    with pytest.raises(DataError, match=r"w.jsonl, line 1: it lacks the field 'evidence'"):
        read_wice(path)
    path.write_text('{"claim": "c", "evidence": [], "label": "x"}\nnot json\n')
    with pytest.raises(DataError, match="line 2: not JSON"):
        read_wice(path)
    folder = beir(tmp_path / "set")
    with (folder / "qrels" / "test.tsv").open("a") as file:
        file.write("q9\td1\t1\n")
    with pytest.raises(DataError, match=r"test.tsv, line 5: there is no query 'q9'"):
        read_beir(folder)
    (folder / "qrels" / "test.tsv").write_text("a\tb\n")
    with pytest.raises(DataError, match="lacks the column query-id, corpus-id, score"):
        read_beir(folder)


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the public data is not at {SHARED}")
def test_the_public_sets_load() -> None:
    assert len(read_squad(SHARED / "squad2.jsonl").questions) == 3187
    assert len(read_clapnq(SHARED / "clapnq_answerable.jsonl", SHARED / "clapnq_unanswerable.jsonl").questions) == 143
    assert len(read_wice(SHARED / "wice_claims.jsonl")) == 349
    motions = read_kpa(SHARED / "kpa")
    assert motions
    assert all(motion.arguments and motion.key_points for motion in motions)
