"""Kills an indexing process again and again: ``python killing.py DATA_DIR ROUNDS SEED``.

Each round a child stores a new document and indexes it; it is killed with SIGKILL at a random
moment; then another child opens the corpus and answers. Prints one JSON line a round. Children are
forked after the model is loaded, with one thread, so that a round takes seconds.
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


def write_document(folder: Path, number: int) -> Path:
    words = random.Random(number)
    nouns = "river harvest council budget bridge market valley teacher engine festival".split()
    sentences = [
        f"Village {number}-{at} reported that its {words.choice(nouns)} needs a {words.choice(nouns)} by {2030 + at}."
        for at in range(60)
    ]
    path = folder / f"report-{number}.md"
    path.write_text(f"# Report {number}\n\n" + "\n\n".join(" ".join(sentences[i : i + 6]) for i in range(0, 60, 6)))
    return path


def store_and_index(settings: Settings, embedder: Embedder, document: Path, said: Path) -> None:
    topic = load_topic(settings.corpus_dir, settings.topic)
    store = Store(settings.database)
    source, _ = add_file(store, topic, document, embedder.count_tokens)
    with said.open("a") as file:
        file.write(f"{source.id}\n")
        file.flush()
        os.fsync(file.fileno())
    open_bot(settings, embedder)


def open_bot(settings: Settings, embedder: Embedder) -> Bot:
    topic = load_topic(settings.corpus_dir, settings.topic)
    return Bot(settings, topic, Store(settings.database), embedder)


def answer(settings: Settings, embedder: Embedder, said: Path, out: int) -> None:
    bot = open_bot(settings, embedder)
    stored = set(said.read_text().split()) if said.exists() else set()
    found = bot.ask(QUESTION)
    lost = stored - {source.id for source in bot.sources()}
    report = {"right": "163,000" in found.text, "lost": sorted(lost), "stored": len(stored)}
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
    for number in range(int(rounds)):
        document = write_document(Path(folder), number)
        child = os.fork()
        if child == 0:
            store_and_index(settings, embedder, document, said)
            os._exit(0)
        time.sleep(chance.uniform(0.05, LONGEST))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        read, write = os.pipe()
        if os.fork() == 0:
            answer(settings, embedder, said, write)
            os._exit(0)
        os.close(write)
        _, after = os.wait()
        report = os.read(read, 65536).decode() or "{}"
        os.close(read)
        print(json.dumps({"killed": os.WIFSIGNALED(status), "status": after, **json.loads(report)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
