"""The real page, served by ``app.py`` in a process of its own, and what a program can do with it over HTTP."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from servers import free_port, until

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 120.0
"""Seconds that a page may take to come up, to answer or to end."""
_ADDRESS = re.compile(r"Running on local URL: +(http://[\d.:]+)")


@contextmanager
def served(data: Path, command: Sequence[str] = ("app.py",), **settings: str) -> Iterator[str]:
    """The address of a page that runs over a data folder, with further settings by the names of their variables.

    ``command`` is what Python is to run.

    The page itself takes a free port, from a random one on: one that was free a moment ago may be somebody else's.
    """
    log = data / "log"
    env = {**os.environ, "LECTERN_DATA_DIR": str(data), "LECTERN_PORT": "0", "GRADIO_SERVER_PORT": str(free_port()),
           "PYTHONUNBUFFERED": "1", **settings}  # fmt: skip
    with log.open("w") as out:
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, stdout=out, stderr=out)
    try:
        until(lambda: process.poll() is not None or bool(_ADDRESS.search(log.read_text())), "the page is up", LONGEST)
        told = _ADDRESS.search(log.read_text())
        if told is None:
            raise RuntimeError(f"the page ended with {process.returncode} before it was up:\n{log.read_text()}")
        yield f"{told[1]}/"
    finally:
        process.terminate()
        process.wait(LONGEST)


class Caller:
    """Sends a page what a browser would, from wherever its headers say."""

    def __init__(self, url: str, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.http = httpx.Client(base_url=url, headers=named, timeout=LONGEST)
        self.session = uuid.uuid4().hex[:12]

    def __enter__(self) -> Caller:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def api(self, name: str, *data: Any) -> tuple[str, Any]:
        """Calls a public endpoint: "complete" with its value, or "error" with what is told."""
        begun = self.http.post(f"gradio_api/call/{name}", json={"data": list(data)})
        begun.raise_for_status()
        told = self.http.get(f"gradio_api/call/{name}/{begun.json()['event_id']}").text
        event, _, body = told.strip().rpartition("event: ")[2].partition("\ndata: ")
        return event.strip(), json.loads(body)

    def press(self, elem_id: str, trigger: str, *data: Any, then: bool = False) -> list[Any]:
        """Sets off an event of the page on the component with that id, or what follows on it; what came out last."""
        config = self.http.get("config").json()
        ids = {part["props"].get("elem_id"): part["id"] for part in config["components"]}
        number = next(
            dependency["id"] for dependency in config["dependencies"]
            if [ids[elem_id], trigger] in [list(target) for target in dependency["targets"]]
        )  # fmt: skip
        if then:
            number = next(each["id"] for each in config["dependencies"] if each["trigger_after"] == number)
        return self._set_off(number, list(data))

    def chat(self, question: str) -> list[Any]:
        """Asks in the page's chat; the chat, and what else came of it."""
        dependencies = self.http.get("config").json()["dependencies"]
        number = next(each["id"] for each in dependencies if each["api_name"] == "_answer")
        typed = {"role": "user", "content": [{"type": "text", "text": question}], "metadata": {"id": question}}
        return self._set_off(number, [[typed], None, "", "extractive", None, None, ""])

    def _set_off(self, number: int, data: list[Any]) -> list[Any]:
        body = {"data": data, "fn_index": number, "session_hash": self.session}
        self.http.post("gradio_api/queue/join", json=body).raise_for_status()
        told: list[Any] = []
        with self.http.stream("GET", "gradio_api/queue/data", params={"session_hash": self.session}) as answer:
            for line in answer.iter_lines():
                said = json.loads(line[6:]) if line.startswith("data: ") else {}
                output = said.get("output") or {}
                if output.get("data"):
                    told = [*told, output["data"]]
                if said.get("msg") == "process_completed":
                    return told[-1] if told and not output.get("error") else [output.get("error")]
        raise AssertionError("the page said nothing")

    def upload(self, path: Path) -> dict[str, Any]:
        """Hands a file over as the page does before it says what it is for."""
        with path.open("rb") as file:
            found = self.http.post("gradio_api/upload", files={"files": (path.name, file)})
        found.raise_for_status()
        return {"path": found.json()[0], "orig_name": path.name, "meta": {"_type": "gradio.FileData"}}

    def ready(self) -> None:
        """Waits until the bot behind the page answers; a search waits for it, and costs a question."""
        assert self.api("search", "the", 1, None)[0] == "complete"
