"""Lectern and what a user would pick instead, each filled with the same passages and asked the same questions.

``python -m benchmarks.stores WHO STEP SIZE FOLDER MODEL``, a process for each so that memory can be told apart;
prints one line of JSON. ``WHO`` is lectern, langchain or llamaindex; ``STEP`` is fill, add or ask; ``MODEL`` is
minilm, onnx-int8 or static.
"""

from __future__ import annotations

import itertools
import json
import resource
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from benchmarks.corpora import PASSAGES, Asked, documents, questions
from benchmarks.plain import MiniLM
from benchmarks.static import StaticEmbedder
from bot.bot import Bot
from bot.learned.encoder import Embedder
from bot.settings import Settings
from bot.sources.library import sync_topic
from bot.sources.passages import make_passages, make_source
from bot.sources.store import Store
from bot.sources.vectors import text_hash
from bot.threads import one_for_blas
from bot.topics import load_topic
from bot.ui.progress import progress

ASKED = 200
K = 4


class Filled(Protocol):
    """Something that can be filled with documents and asked."""

    def fill(self, size: int) -> float:
        """Adds so many passages; returns the seconds of embedding done elsewhere that have to be counted in."""
        ...

    def open(self) -> Callable[[str], str]:
        """Opens what was filled; a question then gives the text that it found."""
        ...


class Lectern:
    """The program itself, from documents to answers."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self._settings = Settings(data_dir=folder)
        self._embedder = embedder

    def fill(self, size: int) -> float:
        topic = load_topic(self._settings.corpus_dir, self._settings.topic)
        store = Store.of(self._settings)
        sync_topic(store, topic, self._settings.corpus_dir, self._embedder.count_tokens)
        with store.writing():
            for number, document in enumerate(documents(size // PASSAGES)):
                source = make_source(document, topic.id, f"/made-up/{number:06d}")
                store.put(source, make_passages(source, document, self._embedder.count_tokens))
        Bot(self._settings, topic, store, self._embedder, progress)
        return 0.0

    def open(self) -> Callable[[str], str]:
        topic = load_topic(self._settings.corpus_dir, self._settings.topic)
        bot = Bot(self._settings, topic, Store.of(self._settings), self._embedder)
        return lambda question: bot.ask(question).text

    def add(self) -> dict[str, Any]:
        """Adds one document to what is there, with questions asked meanwhile."""
        topic = load_topic(self._settings.corpus_dir, self._settings.topic)
        bot = Bot(self._settings, topic, Store.of(self._settings), self._embedder)
        # The model is loaded with the first question, which is not what is timed here.
        bot.ask(questions(1, 10)[0].question)
        note = self._settings.data_dir / "note.md"
        note.write_text("# A note\n\nThe ferry to Leticia leaves at noon.\n", encoding="utf-8")
        taken: list[float] = []

        def adding() -> None:
            begun = time.perf_counter()
            bot.add(note)
            taken.append(time.perf_counter() - begun)

        thread = threading.Thread(target=adding)
        thread.start()
        times = []
        for one in itertools.cycle(questions(ASKED, 10)):
            begun = time.perf_counter()
            bot.ask(one.question)
            times.append(1000 * (time.perf_counter() - begun))
            if not thread.is_alive():
                break
        found = "noon" in bot.ask("When does the ferry to Leticia leave?").text
        source = next(source for source in bot.sources() if source.title == "A note")
        begun = time.perf_counter()
        bot.remove(source.id)
        return {
            "add_one_s": round(taken[0], 2), "remove_one_s": round(time.perf_counter() - begun, 2), "found": found,
            "asked_meanwhile": len(times), "slowest_meanwhile_ms": round(max(times)),
        }  # fmt: skip


class Memo(MiniLM):
    """The embedding model behind LangChain's interface; what one rival embedded the next need not, but pays for."""

    def __init__(self, embedder: Embedder, path: Path) -> None:
        super().__init__(embedder)
        self._path = path
        self.owed = 0.0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        name = self._path / f"{text_hash(''.join(texts))[:20]}.npz"
        if name.is_file():
            held = np.load(name)
            self.owed += float(held["seconds"])
            return [list(row) for row in held["vectors"].tolist()]
        started = time.perf_counter()
        vectors = super().embed_documents(texts)
        np.savez(name, vectors=np.array(vectors, dtype=np.float32), seconds=time.perf_counter() - started)
        return vectors


class LangChain:
    """langchain-chroma's vector store, as its documentation sets it up."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        from langchain_chroma import Chroma

        (folder.parent / "memo").mkdir(parents=True, exist_ok=True)
        self._memo = Memo(embedder, folder.parent / "memo")
        self._make: Callable[[], Any] = lambda: Chroma("plain", self._memo, persist_directory=str(folder))

    def fill(self, size: int) -> float:
        store = self._make()
        for batch in batches(size):
            store.add_texts(batch)
        return self._memo.owed

    def open(self) -> Callable[[str], str]:
        store = self._make()
        return lambda question: "\n".join(found.page_content for found in store.similarity_search(question, K))


class LlamaIndex:
    """LlamaIndex over its Chroma vector store, as its documentation sets it up."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        import chromadb
        from llama_index.core import VectorStoreIndex
        from llama_index.core.base.embeddings.base import BaseEmbedding
        from llama_index.vector_stores.chroma import ChromaVectorStore

        (folder.parent / "memo").mkdir(parents=True, exist_ok=True)
        memo = self._memo = Memo(embedder, folder.parent / "memo")

        class Model(BaseEmbedding):
            def _get_query_embedding(self, query: str) -> list[float]:
                return memo.embed_query(query)

            async def _aget_query_embedding(self, query: str) -> list[float]:
                return memo.embed_query(query)

            def _get_text_embedding(self, text: str) -> list[float]:
                return memo.embed_documents([text])[0]

            def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
                return memo.embed_documents(texts)

        collection = chromadb.PersistentClient(str(folder)).get_or_create_collection("plain")
        self._index = VectorStoreIndex.from_vector_store(
            ChromaVectorStore(chroma_collection=collection), embed_model=Model(embed_batch_size=BATCH)
        )

    def fill(self, size: int) -> float:
        from llama_index.core.schema import TextNode

        for batch in batches(size):
            self._index.insert_nodes([TextNode(text=text) for text in batch])
        return self._memo.owed

    def open(self) -> Callable[[str], str]:
        retriever = self._index.as_retriever(similarity_top_k=K)
        return lambda question: "\n".join(found.node.get_content() for found in retriever.retrieve(question))


BATCH = 2_000
STORES: dict[str, Callable[[Path, Embedder], Filled]] = {
    "lectern": Lectern,
    "langchain": LangChain,
    "llamaindex": LlamaIndex,
}


def batches(size: int) -> list[list[str]]:
    """The passages' texts, some at a time."""
    texts = [paragraph.text for document in documents(size // PASSAGES) for paragraph in document.paragraphs]
    return [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]


def embedder_of(model: str, folder: Path) -> Embedder:
    """The embedding model by the name that this module knows it by."""
    if model == "static":
        return StaticEmbedder()
    return Embedder(quantized=folder.parent / "models" if model == "onnx-int8" else None)


def ask(who: str, size: int, folder: Path, model: str) -> dict[str, Any]:
    """Opens a filled store and asks it."""
    started = time.perf_counter()
    embedder = embedder_of(model, folder)
    embedder.load()
    loaded = time.perf_counter()
    store = STORES[who](folder, embedder)
    find = store.open()
    find("What was at issue?")
    opened = time.perf_counter() - loaded
    asked = questions(ASKED, size // PASSAGES)
    times, worked, right = [], [], 0
    for one in asked:
        begun, spent = time.perf_counter(), time.process_time()
        text = find(one.question)
        times.append(1000 * (time.perf_counter() - begun))
        worked.append(1000 * (time.process_time() - spent))
        right += _right(text, one)
    return {
        "open_s": round(opened, 2), "model_s": round(loaded - started, 2), "p50_ms": round(statistics.median(times), 1),
        "p95_ms": round(sorted(times)[int(0.95 * len(times))], 1), "cpu_p50_ms": round(statistics.median(worked), 1),
        "cpu_p95_ms": round(sorted(worked)[int(0.95 * len(worked))], 1), "right": round(right / len(asked), 3),
        "memory_mb": _peak(),
    }  # fmt: skip


def add(who: str, _size: int, folder: Path, model: str) -> dict[str, Any]:
    """Adds one document to a filled store and takes it out again; only Lectern's."""
    assert who == "lectern"
    return Lectern(folder, embedder_of(model, folder)).add()


def fill(who: str, size: int, folder: Path, model: str) -> dict[str, Any]:
    """Fills a store."""
    embedder = embedder_of(model, folder)
    embedder.encode(["warm"])
    started = time.perf_counter()
    owed = STORES[who](folder, embedder).fill(size)
    taken = time.perf_counter() - started + owed
    return {"fill_s": round(taken, 1), "per_s": round(size / taken, 1), "fill_memory_mb": _peak()}


def _right(text: str, asked: Asked) -> bool:
    return asked.answer in text


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Runs one step of one store."""
    one_for_blas()
    who, step, size, folder, model = sys.argv[1:]
    work = {"fill": fill, "add": add, "ask": ask}[step]
    print(json.dumps(work(who, int(size), Path(folder), model)), flush=True)


if __name__ == "__main__":
    main()
