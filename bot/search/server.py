"""The passages' vectors on a Chroma server that several Lecterns share, or on Chroma Cloud.

Chroma's own client waits for ever (``timeout=None``), and asks the server before a timeout could be set; so the
layer below it is used here, with a timeout from its first request on.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
import numpy as np
import numpy.typing as npt

from bot.errors import ServerError, SettingsError
from bot.search import vectors
from bot.settings import Settings

Floats = npt.NDArray[np.float32]
Found = TypeVar("Found")
WRITING = 60.0
"""Seconds that one batch of rows may take to be written."""
PAGE = 2_000
"""Rows whose ids are read at a time."""
MARK = "lectern"
"""The collection's note of the state that its rows are in."""


class Server:
    """One Chroma server, as the settings name it."""

    def __init__(self, settings: Settings) -> None:
        parts = urlsplit(settings.chroma_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError("LECTERN_CHROMA_URL: a URL like http://127.0.0.1:8000 is meant.")
        self.shown = f"{parts.scheme}://{parts.hostname}:{parts.port or _port(parts.scheme)}"
        self._settings = settings
        self._timeout = settings.server_timeout
        self._reading = self._connect(settings.server_timeout)
        self._writing = self._connect(WRITING)

    def collection(self, name: str, create: bool = False, writing: bool = False) -> Any:
        """A collection by name; None where there is none and none is to be made.

        Raises:
            ServerError: the server does not answer, or refuses.
        """
        from chromadb.api.models.Collection import Collection
        from chromadb.errors import NotFoundError

        api = self._writing if writing else self._reading
        place = {"tenant": self._settings.chroma_tenant, "database": self._settings.chroma_database}
        with self.answering():
            try:
                if create:
                    model = api.create_collection(
                        name, configuration={"hnsw": vectors.GRAPH}, get_or_create=True, **place
                    )
                else:
                    model = api.get_collection(name, **place)
            except NotFoundError:
                return None
        return Collection(client=api, model=model, embedding_function=None)

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Turns what goes wrong on the way to the server into the program's own error."""
        from chromadb.errors import ChromaError, NotFoundError

        try:
            yield
        except httpx.TimeoutException as error:
            raise ServerError(
                f"The Chroma server at {self.shown} has not answered within {self._timeout:g} s. Ask again in a "
                "moment; if it stays so, see whether the server runs, or raise LECTERN_SERVER_TIMEOUT."
            ) from error
        except httpx.HTTPError as error:
            raise ServerError(
                f"The Chroma server at {self.shown} cannot be reached ({error or type(error).__name__}). "
                "Start it, or mend LECTERN_CHROMA_URL; then ask again."
            ) from error
        except NotFoundError:
            raise
        except ChromaError as error:
            raise ServerError(f"The Chroma server at {self.shown} refuses: {error}.") from error

    def close(self) -> None:
        """Closes the connections."""
        for api in (self._reading, self._writing):
            api._session.close()

    def _connect(self, timeout: float) -> Any:
        from chromadb.api import ServerAPI
        from chromadb.config import Settings as ChromaSettings
        from chromadb.config import System

        parts = urlsplit(self._settings.chroma_url)
        headers = {}
        if token := self._settings.chroma_token.get_secret_value():
            header = self._settings.chroma_token_header
            headers[header] = f"Bearer {token}" if header.lower() == "authorization" else token
        chroma = ChromaSettings(
            chroma_api_impl="chromadb.api.fastapi.FastAPI", chroma_server_host=parts.hostname,
            chroma_server_http_port=parts.port or _port(parts.scheme), chroma_server_headers=headers,
            chroma_server_ssl_enabled=parts.scheme == "https", anonymized_telemetry=False,
        )  # fmt: skip
        api: Any = System(chroma).instance(ServerAPI)
        api._session.timeout = httpx.Timeout(timeout)
        api._session.event_hooks = {"response": [self._refused]}
        return api

    def _refused(self, response: httpx.Response) -> None:
        if response.status_code in (401, 403):
            raise ServerError(
                f"The Chroma server at {self.shown} does not let Lectern in (status {response.status_code}): "
                "set LECTERN_CHROMA_TOKEN, and LECTERN_CHROMA_TOKEN_HEADER where its header is another."
            )
        if response.status_code >= 500:
            response.read()
            raise ServerError(
                f"The Chroma server at {self.shown} failed (status {response.status_code}): {response.text[:200]}"
            )


class ServerVectors:
    """The passages of one topic, in one collection of the server."""

    def __init__(self, server: Server, name: str) -> None:
        self._server = server
        self.name = name
        self._collection: Any = None

    def mark(self) -> str:
        """The state that the rows are said to be in; "" where there is no collection.

        Raises:
            ServerError: the server does not answer, or refuses.
        """
        collection = self._server.collection(self.name)
        return str((collection.metadata or {}).get(MARK, "")) if collection is not None else ""

    def search(
        self, vector: Floats, k: int, sides: Sequence[str] = (), sources: Sequence[str] = ()
    ) -> dict[str, float]:
        """As :meth:`bot.search.vectors.PassageVectors.search`.

        Raises:
            ServerError: the server does not answer, refuses, or has lost the collection.
        """
        return self._again(lambda collection: vectors.nearest(collection, vector, k, sides, sources))

    def bring(
        self,
        state: str,
        rows: Callable[[set[str]], Iterator[tuple[list[str], Floats, list[vectors.Metadata]]]],
        expected: Mapping[str, str],
        changed: set[str] | None,
    ) -> None:
        """Brings the collection to a state: what differs is written, what is left over deleted, the mark last.

        ``expected`` are the passages' ids with their source's state; ``changed`` the sources to look at, or
        None where every row has to be compared. ``rows`` gives a source's rows.

        Raises:
            ServerError: the server does not answer, or refuses.
        """
        collection = self._server.collection(self.name, create=True, writing=True)
        with self._server.answering():
            there = self._there(collection, changed)
            wanted = {k: v for k, v in expected.items() if changed is None or k.rpartition("-")[0] in changed}
            stale = [item for item in there if item not in wanted]
            for at in range(0, len(stale), vectors.ADD):
                collection.delete(ids=stale[at : at + vectors.ADD])
            differing = {item.rpartition("-")[0] for item, value in wanted.items() if there.get(item) != value}
            for ids, values, metadatas in rows(differing):
                told: list[vectors.Metadata] = [
                    {**metadata, "state": expected[item]} for item, metadata in zip(ids, metadatas, strict=True)
                ]
                vectors.put(collection, ids, values, told)
            collection.modify(metadata={MARK: state})
        self._collection = None

    def close(self) -> None:
        """Closes nothing: the connections are shared with the index that comes after this one."""

    def disconnect(self) -> None:
        """Closes the connections to the server."""
        self._server.close()

    def _there(self, collection: Any, changed: set[str] | None) -> dict[str, str]:
        """The rows on the server by id with the state they were written in: all, or those of some sources."""
        if changed is not None:
            where = {"source": {"$in": sorted(changed)}}
            found = collection.get(where=where, include=["metadatas"]) if changed else {"ids": [], "metadatas": []}
            return _states(found)
        there: dict[str, str] = {}
        while True:
            found = collection.get(limit=PAGE, offset=len(there), include=["metadatas"])
            there.update(_states(found))
            if len(found["ids"]) < PAGE:
                return there

    def _again(self, use: Callable[[Any], Found]) -> Found:
        from chromadb.errors import NotFoundError

        for _ in range(2):
            if self._collection is None:
                self._collection = self._server.collection(self.name)
            if self._collection is None:
                break
            try:
                with self._server.answering():
                    return use(self._collection)
            except NotFoundError:
                # Made anew by another process, or lost with the server's data.
                self._collection = None
        raise ServerError(
            f"The Chroma server at {self._server.shown} no longer has this corpus; it is being put there again. "
            "Ask again in a moment."
        )


def collection_name(topic: str, model: str, layout: str) -> str:
    """The name of a topic's collection, by what its vectors depend on."""
    plain = re.sub(r"[^a-z0-9-]+", "-", topic.lower()).strip("-")[:40] or "topic"
    return f"lectern-{plain}-{hashlib.sha256(f'{topic}|{model}|{layout}'.encode()).hexdigest()[:12]}"


def _states(found: dict[str, Any]) -> dict[str, str]:
    return {
        item: str((metadata or {}).get("state", ""))
        for item, metadata in zip(found["ids"], found["metadatas"], strict=True)
    }


def _port(scheme: str) -> int:
    return 443 if scheme == "https" else 8000
