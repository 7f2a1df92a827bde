"""Debates on the sample topics, for which nobody has written an argument bank: thinner, and never wrong."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from sklearn.cluster import AgglomerativeClustering

from bot import Bot
from bot.debate import mining
from bot.debate.ballot import judge
from bot.debate.debating import END, Debating
from bot.debate.formats import formats, load_format
from bot.debate.model import Round, Stance
from bot.learned.encoder import Embedder
from bot.settings import Settings
from evals.debate.checking import Ground
from evals.debate.checks import check
from evals.debate.playing import plan, play

TYPED = {
    "river": "Food comes before power in a dry year, and the delta drinks from it. “Brandt sold the whole river.”",
    "wards": "A law is needed because deaths after surgery fell by 13 percent with one. “Renner is a plain fraud.”",
}


@pytest.fixture(scope="module", params=["river", "wards"])
def sample(
    request: pytest.FixtureRequest, built_samples: Path, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Bot:
    data = tmp_path_factory.mktemp("mined") / "data"
    shutil.copytree(built_samples, data)
    return Bot.open(Settings(data_dir=data, topic=request.param), embedder=embedder)


@pytest.fixture(scope="module")
def debating(sample: Bot) -> Debating:
    return Debating(sample)


def faults(held: Round, debating: Debating, sample: Bot) -> list[str]:
    found = check(held, Ground(sample.reader.content, debating.bank))
    return [f"{name}: {one}" for name, checked in found.items() for one in checked.violations]


def test_the_bank_is_the_same_with_the_clusters_of_scikit_learn(sample: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = mining.mine(sample.reader.content, sample.embedder)
    theirs = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=mining.APART
    )  # fmt: skip
    monkeypatch.setattr(mining, "clustered", lambda vectors: theirs.fit_predict(vectors))
    assert mining.mine(sample.reader.content, sample.embedder).nodes == ours.nodes


def test_whole_rounds_of_every_format_keep_every_check(debating: Debating, sample: Bot) -> None:
    assert debating.bank.mined
    seen = set()
    for form, seed in plan():
        if seed > 1:
            break
        held = play(debating, form, seed).held
        assert not faults(held, debating, sample), f"{form.id}, seed {seed}"
        assert {point.role for point in held.points} >= {"argument", "answer", "extension", "weighing"}
        assert judge(held).rfd
        seen.add(form.id)
    assert seen == set(formats())


@pytest.mark.parametrize("user", ["affirmative", "negative"])
def test_a_person_is_answered_on_either_side(debating: Debating, sample: Bot, user: Stance) -> None:
    for name in formats():
        held, spoken = debating.begin(load_format(name), user), False
        while (waits := debating.waits_for(held)) is not None:
            if waits == "bot":
                held = debating.step(held)
                continue
            slot = held.next_slot
            assert slot is not None
            if slot.speech:
                held = debating.hear(held, f"I extend that: {slot.id}." if spoken else TYPED[sample.topic.id])
                spoken = True
            else:
                last = held.speeches[-1]
                asked = last.slot == slot.id and not last.exchanges[-1].answer
                held = debating.hear(held, "No." if asked else END)
        assert not faults(held, debating, sample), name
        said = " ".join(block.text for speech in held.speeches if speech.by == "bot" for block in speech.blocks)
        assert "not in the source" in said


def test_arguments_are_the_sides_own_and_their_labels_say_something(debating: Debating, sample: Bot) -> None:
    texts = [source.text for source in sample.sources()]
    for side in sample.topic.sides:
        arguments = debating.bank.arguments(side.id)
        assert len(arguments) >= 3
        assert any(node.warrant for node in arguments)
        for node in arguments:
            first = node.sentences[0]
            assert (first.side, first.voice != "author") == (side.id, True)
        # Something meets most of what the other side can say, and some of it is what the author doubts.
        answered = {to for node in debating.bank.of(side.id) for to in node.to}
        theirs = [node.id for node in debating.bank.nodes if node.argument and node.side != side.id]
        assert len(answered & set(theirs)) >= len(theirs) / 2
    for node in debating.bank.nodes:
        quoted = re.fullmatch(r"“(.+?)…?”", node.label)
        assert quoted, node.label
        words = quoted.group(1).split()
        assert len(words) >= 4
        folded = " ".join(re.sub("[“”]", "", " ".join(texts)).split())
        assert all(piece.strip() in folded for piece in quoted.group(1).split(" …")), node.label
    doubts = [node for node in debating.bank.nodes if not node.argument and node.sentences[0].voice == "author"]
    assert {node.side for node in doubts} == {side.id for side in sample.topic.sides}
