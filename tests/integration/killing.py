"""Kills an indexing process again and again: ``python killing.py DATA_DIR ROUNDS SEED``.

Each round a child adds a document, replaces or removes one, and brings the index up to it; it is killed with
SIGKILL at a random moment; then another child opens the corpus, sees that all that was acknowledged is as it was
acknowledged, and answers. Prints one JSON line a round. Children are forked after the model is loaded, with one
thread, so that a round takes seconds.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import torch

torch.set_num_threads(1)

from bot.bot import Bot
from bot.index.embeddings import Embedder
from bot.settings import Settings
from bot.sources.library import add_file
from bot.sources.store import Store
from bot.topics import load_topic

QUESTION = "How many hectares of coca were there in 2000?"
LONGEST = 6.0


def write_document(folder: Path, number: int, edition: int) -> Path:
    words = random.Random(number)
    nouns = "river harvest council budget bridge market valley teacher engine festival".split()
    sentences = [
        f"Village {number}-{at} reported that its {words.choice(nouns)} needs a {words.choice(nouns)} by {2030 + at}."
        for at in range(60)
    ]
    sentences[0] = f"This is edition {edition} of report {number}."
    path = folder / f"report-{number}.md"
    path.write_text(f"# Report {number}\n\n" + "\n\n".join(" ".join(sentences[i : i + 6]) for i in range(0, 60, 6)))
    return path


def change_and_index(settings: Settings, embedder: Embedder, act: str, number: int, edition: int, said: Path) -> None:
    topic = load_topic(settings.corpus_dir, settings.topic)
    store = Store(settings.database)
    document = write_document(settings.data_dir, number, edition)
    if act == "remove":
        source_id = next(s.id for s in store.sources(topic.id) if s.origin == str(document.resolve()))
        with store.writing():
            store.remove(source_id)
        acknowledged = ""
    else:
        source, _ = add_file(store, topic, document, embedder.count_tokens)
        source_id, acknowledged = source.id, source.content_hash
    with said.open("a") as file:
        file.write(f"{number} {source_id} {acknowledged}\n")
        file.flush()
        os.fsync(file.fileno())
    open_bot(settings, embedder)


def open_bot(settings: Settings, embedder: Embedder) -> Bot:
    topic = load_topic(settings.corpus_dir, settings.topic)
    return Bot(settings, topic, Store(settings.database), embedder)


def answer(settings: Settings, embedder: Embedder, said: Path, begun: int, out: int) -> None:
    """Opens the corpus and says whether it is as acknowledged; the document ``begun`` may be in either state."""
    bot = open_bot(settings, embedder)
    last = {}
    for line in said.read_text().splitlines() if said.exists() else ():
        number, source_id, content = (line + " ").split(" ")[:3]
        last[int(number)] = (source_id, content)
    there = {source.id: source.content_hash for source in bot.sources()}
    wrong = [n for n, (key, content) in last.items() if n != begun and there.get(key, "") != content]
    indexed = bot.reader.ranker.index.generation
    found = bot.ask(QUESTION)
    report = {
        "right": "163,000" in found.text, "lost": wrong, "stored": len(there), "acknowledged": len(last),
        "whole": indexed is not None and set(indexed.states) == set(there),
    }  # fmt: skip
    os.write(out, json.dumps(report).encode())


def main(folder: str, rounds: str, seed: str) -> None:
    chance = random.Random(int(seed))
    settings = Settings(data_dir=Path(folder))
    said = Path(folder) / "said"
    embedder = Embedder()
    embedder.encode(["warm"])
    Path(folder).mkdir(parents=True, exist_ok=True)
    if os.fork() == 0:
        Bot.open(settings)
        os._exit(0)
    os.wait()
    kept: list[int] = []
    for number in range(int(rounds)):
        act = chance.choice(("add", "add", "replace", "remove")) if kept else "add"
        about = number if act == "add" else chance.choice(kept)
        before = said.read_text() if said.exists() else ""
        child = os.fork()
        if child == 0:
            change_and_index(settings, embedder, act, about, number, said)
            os._exit(0)
        time.sleep(chance.uniform(0.05, LONGEST))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        acknowledged = said.exists() and said.read_text() != before
        if act == "add" and acknowledged:
            kept.append(about)
        elif act == "remove" and about in kept:
            kept.remove(about)
        read, write = os.pipe()
        if os.fork() == 0:
            answer(settings, embedder, said, -1 if acknowledged else about, write)
            os._exit(0)
        os.close(write)
        _, after = os.wait()
        report = os.read(read, 65536).decode() or "{}"
        os.close(read)
        killed = os.WIFSIGNALED(status)
        print(json.dumps({"act": act, "killed": killed, "status": after, **json.loads(report)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
