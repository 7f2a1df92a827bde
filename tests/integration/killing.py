"""Kills an indexing process again and again: ``python killing.py DATA_DIR ROUNDS SEED``.

Each round a child adds a document, replaces or removes one, or throws the index away, and brings the index up to it.
It tells in shared memory which step it is at; it is killed with SIGKILL at a random moment of a step that was chosen
before. Then another child opens the corpus, sees that all that was acknowledged is as it was acknowledged, and
answers. Prints one JSON line a round. Children are forked after the model is loaded, with one thread, so that a round
takes seconds.
"""

from __future__ import annotations

import json
import mmap
import os
import random
import signal
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import torch

torch.set_num_threads(1)

from bot.bot import Bot
from bot.learned.encoder import Embedder
from bot.model import Source
from bot.search import generation, opening
from bot.search.building import Builder
from bot.search.vectors import LocalVectors
from bot.settings import Settings
from bot.sources.intake import Given, Intake
from bot.sources.store import Store
from bot.topics import load_topic

QUESTION = "How many hectares of coca were there in 2000?"
LONGEST = 60.0
"""Seconds after which a child is killed wherever it is."""
STEPS: dict[str, tuple[tuple[Any, str], ...]] = {
    "storing": ((Store, "put"),),
    "removing": ((Store, "remove"),),
    "embedding": ((opening, "embed_missing"),),
    "building": ((Builder, "whole"), (Builder, "from_last")),
    "filling": ((LocalVectors, "add"), (LocalVectors, "remove")),
    "finishing": ((generation, "finish"),),
    "checking": ((generation, "check"),),
    "switching": ((generation, "switch"),),
}
"""Each step of indexing with the functions that it is; filling Chroma and finishing are within building."""
NAMES = tuple(STEPS)
ACTS = ("add", "add", "add", "replace", "replace", "remove", "remove", "rebuild")
NOT_IN = {"add": {"removing"}, "replace": {"removing"}, "remove": {"storing", "embedding"},
          "rebuild": {"storing", "removing", "embedding"}}  # fmt: skip
"""Steps that an act does not have."""


class Board:
    """Which step a child is at, and how long each last took, in memory that the children share."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 8 * (len(NAMES) + 1))
        self.at = -1
        for number in range(len(NAMES)):
            self._write(1 + number, 0.01)

    @property
    def at(self) -> int:
        """The number of the step, -1 between steps."""
        return int(self._read(0))

    @at.setter
    def at(self, step: int) -> None:
        self._write(0, float(step))

    def took(self, step: int) -> float:
        """Seconds that the step took when last it came to its end."""
        return self._read(1 + step)

    def watch(self) -> None:
        """Has every function of the steps write here when it begins and ends."""
        for number, functions in enumerate(STEPS.values()):
            for owner, name in functions:
                setattr(owner, name, self._noted(getattr(owner, name), number))

    def _noted(self, function: Callable[..., Any], step: int) -> Callable[..., Any]:
        def noted(*given: Any, **named: Any) -> Any:
            before, begun = self.at, time.monotonic()
            self.at = step
            try:
                return function(*given, **named)
            finally:
                self._write(1 + step, time.monotonic() - begun)
                self.at = before

        return noted

    def _read(self, place: int) -> float:
        return float(struct.unpack_from("d", self._memory, 8 * place)[0])

    def _write(self, place: int, value: float) -> None:
        struct.pack_into("d", self._memory, 8 * place, value)


def sentence(number: int, at: int) -> str:
    words = random.Random(f"{number} {at}")
    nouns = "river harvest council budget bridge market valley teacher engine festival".split()
    return (
        f"Village {number}-{at} reported that its {words.choice(nouns)} needs a {words.choice(nouns)} by {2030 + at}."
    )


def size_of(number: int) -> int:
    """Sentences of a report; every third has enough for several batches of embedding."""
    return 120 if number % 3 == 0 else 36


def write_document(folder: Path, number: int, edition: int) -> Path:
    sentences = [sentence(number, at) for at in range(size_of(number))]
    sentences[0] = f"This is edition {edition} of report {number}."
    path = folder / f"report-{number}.md"
    paragraphs = (" ".join(sentences[i : i + 6]) for i in range(0, len(sentences), 6))
    path.write_text(f"# Report {number}\n\n" + "\n\n".join(paragraphs))
    return path


def change_and_index(settings: Settings, embedder: Embedder, act: str, number: int, edition: int, said: Path) -> None:
    topic = load_topic(settings.corpus_dir, settings.topic)
    store = Store(settings.database)
    document = write_document(settings.data_dir, number, edition)
    if act == "rebuild":
        with store.writing():
            generation.forget(settings.index_dir)
        open_bot(settings, embedder)
        return
    if act == "remove":
        source_id = next(s.id for s in store.sources(topic.id) if s.origin == str(document.resolve()))
        with store.writing():
            store.remove(source_id)
        acknowledged = ""
    else:
        (outcome,) = Intake(store, topic, settings, embedder.count_tokens).take([Given(str(document))])
        source = outcome.source
        assert source is not None, outcome.why
        source_id, acknowledged = source.id, source.content_hash
    with said.open("a") as file:
        file.write(f"{number} {source_id} {acknowledged}\n")
        file.flush()
        os.fsync(file.fileno())
    open_bot(settings, embedder)


def open_bot(settings: Settings, embedder: Embedder) -> Bot:
    topic = load_topic(settings.corpus_dir, settings.topic)
    return Bot(settings, topic, Store(settings.database), embedder)


def answer(settings: Settings, embedder: Embedder, said: Path, unsure: set[int], out: int) -> None:
    """Opens the corpus and says whether it is as acknowledged.

    The documents ``unsure`` were being changed when the process was killed, and may be in either state, but whole.
    """
    bot = open_bot(settings, embedder)
    last = {}
    for line in said.read_text().splitlines() if said.exists() else ():
        number, source_id, content = (line + " ").split(" ")[:3]
        last[int(number)] = (source_id, content)
    there = {source.id: source.content_hash for source in bot.sources()}
    lost = [n for n, (key, content) in last.items() if n not in unsure and there.get(key, "") != content]
    indexed = bot.reader.ranker.index.generation
    unfound = [
        number for number, (key, content) in last.items()
        if content and number not in unsure and bot.search(sentence(number, 5), k=1)[0].sentence.source_id != key
    ]  # fmt: skip
    halves = [source.title for source in bot.sources() if source.title.startswith("Report") and not whole(bot, source)]
    report = {
        "right": "163,000" in bot.ask(QUESTION).text, "lost": lost, "unfound": unfound, "halves": halves,
        "stored": len(there), "acknowledged": len(last),
        "whole": indexed is not None and set(indexed.states) == set(there),
    }  # fmt: skip
    os.write(out, json.dumps(report).encode())


def whole(bot: Bot, source: Source) -> bool:
    """Whether every sentence of a report, its passages and their sentences are in the corpus."""
    number = int(source.title.split()[-1])
    wanted = {sentence(number, at) for at in range(1, size_of(number))}
    return wanted <= {one.text for passage in bot.store.passages(source) for one in passage.sentences}


def kill(child: int, board: Board, aim: int, chance: random.Random) -> tuple[bool, str]:
    """Kills the child within the step aimed at; whether it was killed, and in which step."""
    end = time.monotonic() + LONGEST
    while board.at != aim and time.monotonic() < end:
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            break
        time.sleep(0.0002)
    time.sleep(chance.uniform(0.0, board.took(aim)))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    at = board.at
    board.at = -1
    return os.WIFSIGNALED(status), NAMES[at] if at >= 0 else "between"


def main(folder: str, rounds: str, seed: str) -> None:
    chance = random.Random(int(seed))
    settings = Settings(data_dir=Path(folder))
    said = Path(folder) / "said"
    embedder = Embedder()
    embedder.encode(["warm"])
    Path(folder).mkdir(parents=True, exist_ok=True)
    board = Board()
    board.watch()
    if os.fork() == 0:
        Bot.open(settings)
        os._exit(0)
    os.wait()
    kept: list[int] = []
    unsure: set[int] = set()
    aims = {act: [at for at, name in enumerate(NAMES) if name not in NOT_IN[act]] for act in NOT_IN}
    turns = dict.fromkeys(aims, 0)
    for number in range(int(rounds)):
        act = chance.choice(ACTS) if kept else "add"
        about = number if act == "add" else chance.choice(kept)
        aim = aims[act][turns[act] % len(aims[act])]
        turns[act] += 1
        before = said.read_text() if said.exists() else ""
        child = os.fork()
        if child == 0:
            change_and_index(settings, embedder, act, about, number, said)
            os._exit(0)
        killed, step = kill(child, board, aim, chance)
        acknowledged = act == "rebuild" or (said.exists() and said.read_text() != before)
        if not acknowledged:
            unsure.add(about)
        elif act != "rebuild":
            unsure.discard(about)
        if act == "add" and acknowledged:
            kept.append(about)
        elif act == "remove" and acknowledged:
            kept.remove(about)
        read, write = os.pipe()
        begun = time.monotonic()
        if os.fork() == 0:
            answer(settings, embedder, said, unsure, write)
            os._exit(0)
        os.close(write)
        _, after = os.wait()
        report = os.read(read, 65536).decode() or "{}"
        os.close(read)
        row = {
            "act": act, "aim": NAMES[aim], "killed": killed, "step": step, "acknowledged_now": acknowledged,
            "status": after, "seconds": round(time.monotonic() - begun, 2), **json.loads(report),
        }  # fmt: skip
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
