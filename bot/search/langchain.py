"""The ranker as a LangChain retriever. A module of its own: LangChain takes as long to import as all else here."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from bot.search.retriever import Ranker


class HybridRetriever(BaseRetriever):
    """A document for each of the ``k`` best sentences, with its whole place as metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    ranker: Ranker
    k: int = 8
    sides: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [
            Document(id=hit.sentence.id, page_content=hit.sentence.text, metadata=hit.to_dict())
            for hit in self.ranker.hits(query, self.k, self.sides, self.sources)
        ]
