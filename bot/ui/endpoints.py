"""What other programs may call, over HTTP and as tools of MCP: ask, check, search and cards, with typed results."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import gradio as gr
from pydantic import TypeAdapter

from bot.answer import phrases
from bot.debate.card import Card
from bot.errors import LecternError
from bot.model import Answer, HitData, Verdict
from bot.ui.ask import ANSWERS
from bot.ui.warming import Warming

if TYPE_CHECKING:
    from bot.bot import Bot
    from bot.ui.debate.room import Room

Told = TypeVar("Told")
LONGEST = 120.0
"""Seconds that a caller waits for the bot to be open."""
MOST = 100
"""Sentences or cards that are given at once."""
RESULTS: dict[str, Any] = {"ask": Answer, "check": Verdict, "search": list[HitData], "cards": list[Card]}
"""What each endpoint gives."""


class Endpoints:
    """The page's public endpoints; each gives what the Python API gives, as plain data."""

    def __init__(self, warming: Warming, room: Room) -> None:
        self._warming = warming
        self._room = room

    def offer(self, page: gr.Blocks) -> None:
        """Makes the endpoints of a page; call inside it."""

        def ask(
            request: gr.Request, question: str, side: str | None = None, history: list[list[str]] | None = None
        ) -> dict[str, Any]:
            """Answers a question about the topic's documents by quoting them, or says that they do not tell.

            Every statement carries the numbers of its citations; each citation's quote is the document's own words.

            Parameters:
                question: What to ask.
                side: A side's id, or "both": whose view is asked for. None for whatever the documents say.
                history: The questions and answers before it, each a pair, the oldest first.
            """
            past = [(str(turn[0]), str(turn[1])) for turn in history or () if len(turn) == 2]
            return self._told(request, question, lambda bot: bot.ask(question, past, side or None).to_dict())

        def check(request: gr.Request, claim: str) -> dict[str, Any]:
            """Says whether the topic's documents support a claim, contradict it, leave it open or do not address it.

            Parameters:
                claim: A sentence that may be true or false of the documents.
            """
            return self._told(request, claim, lambda bot: bot.check(claim).to_dict())

        def search(request: gr.Request, query: str, k: int = 8, side: str | None = None) -> list[dict[str, Any]]:
            """Finds the sentences of the topic's documents that are nearest to a query, the best first.

            Parameters:
                query: What to look for.
                k: How many sentences, 100 at most.
                side: A side's id: only what gives its view. None for all.
            """
            return self._told(
                request, query, lambda bot: [hit.to_dict() for hit in bot.search(query, _count(k), side or None)]
            )

        def cards(request: gr.Request, query: str = "", side: str | None = None, k: int = 8) -> list[dict[str, Any]]:
            """Cuts cards for a debate: exact words with tag, cite, what is read aloud, and what to heed before that.

            Parameters:
                query: What the cards are to be about; "" for those of the topic's own arguments, the best first.
                side: The id of the side that reads them. None for the first side.
                k: How many cards, 100 at most.
            """
            return self._told(
                request, query, lambda _: [card.to_dict() for card in self._room.debating.cards(query, side, _count(k))]
            )

        for endpoint in (ask, check, search, cards):
            made = gr.api(endpoint, api_name=endpoint.__name__, concurrency_limit=ANSWERS, concurrency_id="answer")
            _describe(page, made, endpoint)

    def _told(self, request: gr.Request, text: str, ask: Callable[[Bot], Told]) -> Told:
        """What the bot says, once it is open, within the limits on rate and length."""
        try:
            self._warming.rate.take(request)
            if len(text) > self._warming.settings.question_chars:
                raise LecternError(phrases.too_long(len(text), self._warming.settings.question_chars))
            self._warming.wait(LONGEST)
            return ask(self._warming.bot())
        except LecternError as error:
            raise gr.Error(str(error), print_exception=False) from error


def _count(k: int) -> int:
    return min(max(1, k), MOST)


def _describe(page: gr.Blocks, made: Any, endpoint: Callable[..., Any]) -> None:
    """Names an endpoint's parameters and gives its result a type: Gradio numbers the one and knows no fields."""
    names = [name for name in endpoint.__annotations__ if name not in ("request", "return")]
    for block, name in zip(made["inputs"], names, strict=True):
        page.blocks[block].label = name
    (block,) = made["outputs"]
    page.blocks[block].label = endpoint.__name__
    page.blocks[block]._api_info = schema_of(RESULTS[endpoint.__name__])


def schema_of(result: Any) -> dict[str, Any]:
    """The JSON schema of a type, without references."""
    schema = TypeAdapter(result).json_schema(mode="serialization")
    return dict(_inlined(schema, schema.pop("$defs", {})))


def _inlined(schema: Any, known: dict[str, Any]) -> Any:
    """A JSON schema with what it refers to in the place of each reference."""
    if isinstance(schema, list):
        return [_inlined(one, known) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(known[schema["$ref"].rpartition("/")[2]], known)
    return {name: _inlined(value, known) for name, value in schema.items()}
