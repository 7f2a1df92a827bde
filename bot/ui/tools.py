"""The page's endpoints as tools of the Model Context Protocol: Gradio's own server, and results that keep their types.

Gradio gives what a tool returns as Python prints it, which no program reads. Here it is JSON, once as text and once as
structured content of a declared schema (MCP specification 2025-06-18, "Structured content").
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from bot.ui.endpoints import RESULTS, schema_of

Handler = Callable[[Any], Awaitable[Any]]


def keep_types() -> None:
    """Has the tools of every page that is launched from now on give JSON, and say of what form."""
    from gradio.mcp import GradioMCPServer
    from mcp import types

    make = GradioMCPServer.create_mcp_server

    def as_json(_self: Any, data: list[Any], _root: str) -> list[types.TextContent]:
        return [types.TextContent(type="text", text=json.dumps(one, ensure_ascii=False)) for one in data]

    def made(self: Any) -> Any:
        server = make(self)
        handlers: dict[type, Handler] = server.request_handlers
        handlers[types.CallToolRequest] = _structured(handlers[types.CallToolRequest])
        handlers[types.ListToolsRequest] = _declared(handlers[types.ListToolsRequest])
        return server

    patched: Any = GradioMCPServer
    patched.postprocess_output_data, patched.create_mcp_server = as_json, made


def _structured(call: Handler) -> Handler:
    """The handler of calls, its text put as structured content too."""

    async def called(request: Any) -> Any:
        result = await call(request)
        done = result.root
        if not done.isError:
            done.structuredContent = {"result": json.loads(done.content[0].text)}
        return result

    return called


def _declared(listed: Handler) -> Handler:
    """The handler of the list of tools, with the form of what each gives."""

    async def listing(request: Any) -> Any:
        result = await listed(request)
        for tool in result.root.tools:
            fields = {"result": schema_of(RESULTS[tool.name])}
            tool.outputSchema = {"type": "object", "properties": fields, "required": ["result"]}
        return result

    return listing
