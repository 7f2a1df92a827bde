"""The tools of MCP over loopback: a real server, and the mcp package's own client, which checks results by schema."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from pages import served

from bot import Bot

Talk = Callable[[ClientSession], Awaitable[Any]]


@pytest.fixture(scope="module")
def data(built_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("mcp") / "data"
    shutil.copytree(built_data, copy)
    return copy


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[str]:
    with served(data, ["-m", "bot.cli", "serve", "--mcp"]) as url:
        yield url


def talked(url: str, talk: Talk) -> Any:
    async def run() -> Any:
        async with (
            streamable_http_client(f"{url}gradio_api/mcp/") as (reads, writes, _),
            ClientSession(reads, writes) as session,
        ):
            await session.initialize()
            await session.list_tools()
            return await talk(session)

    # In a thread of its own: in this one the loop of a browser that other tests drive may be running.
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(lambda: asyncio.run(run())).result(timeout=120)


def call(url: str, tool: str, **given: Any) -> Any:
    result = talked(url, lambda session: session.call_tool(tool, given))
    assert not result.isError, result.content
    assert json.loads(result.content[0].text) == result.structuredContent["result"]
    return result.structuredContent["result"]


def test_the_tools_say_what_they_take_and_give(server: str) -> None:
    tools = {tool.name: tool for tool in talked(server, lambda session: session.list_tools()).tools}
    assert set(tools) == {"ask", "check", "search", "cards"}
    for tool in tools.values():
        assert tool.description
        assert all(one["description"] for one in tool.inputSchema["properties"].values())
    assert tools["ask"].inputSchema["required"] == ["question"]
    answer = tools["ask"].outputSchema["properties"]["result"]["properties"]
    assert {"text", "outcome", "citations", "statements"} <= set(answer)


def test_each_tool_gives_what_the_python_api_gives(server: str, bot: Bot) -> None:
    question = "What does Bogotá want instead of criminalization?"
    answer = call(server, "ask", question=question)
    assert answer["text"] == bot.ask(question).text
    quote = answer["citations"][0]
    source = bot.source(quote["source_id"])
    assert source is not None
    assert source.text[quote["start"] : quote["end"]] == quote["quote"]
    later = call(server, "ask", question="And Washington?", history=[[question, answer["text"]]])
    assert later["read_with"] == question
    claim = "Petro responded to Trump by recalling Colombia's ambassador for consultations."
    assert call(server, "check", claim=claim)["label"] == "supported"
    hits = call(server, "search", query="tariffs", k=2, side="bogota")
    assert [hit["side"] for hit in hits] == ["bogota", "bogota"]


def test_cards_are_cut_from_the_documents_and_say_when_they_are_a_paraphrase(server: str, bot: Bot) -> None:
    for card in (*call(server, "cards", k=3), *call(server, "cards", query="tariffs", side="washington", k=2)):
        source = bot.source(card["source_id"])
        assert source is not None
        assert source.text[card["start"] : card["end"]] == card["body"]
        assert card["cite"]["kind"] == "brief"
        assert any("Paraphrase" in warning for warning in card["warnings"])


@pytest.mark.parametrize(
    ("tool", "given", "why"),
    [
        ("ask", {"question": "Why?", "side": "moscow"}, "no side"),
        ("ask", {"question": "x" * 100_000}, "characters"),
        ("cards", {"side": "moscow"}, "no side"),
    ],
)
def test_what_cannot_be_done_says_why(server: str, tool: str, given: dict[str, Any], why: str) -> None:
    result = talked(server, lambda session: session.call_tool(tool, given))
    assert result.isError
    assert why in result.content[0].text


def test_the_same_over_http_has_names_and_types(server: str) -> None:
    told = httpx.get(f"{server}gradio_api/info", timeout=60).json()["named_endpoints"]
    assert set(told) == {"/ask", "/check", "/search", "/cards"}
    assert [one["parameter_name"] for one in told["/ask"]["parameters"]] == ["question", "side", "history"]
    for endpoint in told.values():
        assert endpoint["description"]
        assert all(one["label"] == one["parameter_name"] for one in endpoint["parameters"])
        assert endpoint["returns"][0]["type"]["type"] in ("object", "array")


def test_without_the_option_there_are_no_tools(data: Path) -> None:
    with served(data) as url:
        assert httpx.post(f"{url}gradio_api/mcp/", json={}, timeout=60).status_code in (404, 405)
