"""The usual retrieval chain over the same text: LangChain, its splitter, Chroma, and the best chunk as the answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import chromadb
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda, RunnablePassthrough

from bot.learned.encoder import Embedder

CHUNK = 500
OVERLAP = 50
K = 4


class MiniLM(Embeddings):
    """The same embedding model behind LangChain's interface."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [one.vector.tolist() for one in self._embedder.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        return self._embedder.encode([text])[0].vector.tolist()


class ChromaRetriever(BaseRetriever):
    """The nearest chunks in a Chroma collection."""

    collection: Any
    embeddings: Any

    def _get_relevant_documents(self, query: str, *, run_manager: Any) -> list[Document]:
        found = self.collection.query(query_embeddings=[self.embeddings.embed_query(query)], n_results=K)
        return [Document(page_content=text) for text in found["documents"][0]]


def plain_chain(text: str, folder: Path, embedder: Embedder) -> Runnable[str, str]:
    """A chain from a question to the text of its nearest chunk."""
    chunks = [text[at : at + CHUNK] for at in range(0, len(text), CHUNK - OVERLAP)]
    embeddings = MiniLM(embedder)
    collection = chromadb.PersistentClient(path=str(folder)).create_collection("plain", embedding_function=None)
    collection.add(
        ids=[str(at) for at in range(len(chunks))], documents=chunks, embeddings=embeddings.embed_documents(chunks)
    )
    retriever = ChromaRetriever(collection=collection, embeddings=embeddings)
    answer = RunnableLambda(lambda found: found["context"][0].page_content)
    return {"context": retriever, "question": RunnablePassthrough()} | answer
