"""Real servers for the tests, on loopback and in folders of their own: Chroma's own, and Debian's PostgreSQL."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest

CHROMA = Path(sys.executable).with_name("chroma")
WAIT = 30.0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(done: Callable[[], bool], what: str, seconds: float = WAIT) -> None:
    """Waits until something is so."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            pytest.fail(f"{what} is not so after {seconds:g} s")
        time.sleep(0.05)


class ChromaServer:
    """``chroma run``, to be stopped, stalled and started again on the same port and folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [str(CHROMA), "run", "--path", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
        )  # fmt: skip
        until(self._answers, "the Chroma server answers")

    def send(self, number: int) -> None:
        """Sends a signal to the server, whichever process it runs in."""
        assert self._process is not None
        os.killpg(self._process.pid, number)

    def stop(self) -> None:
        if self._process is not None:
            self.send(signal.SIGCONT)
            self.send(signal.SIGKILL)
            self._process.wait(WAIT)
            self._process = None

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/v2/heartbeat", timeout=1).status_code == 200
        except httpx.HTTPError:
            return False


@contextmanager
def chroma(folder: Path) -> Iterator[ChromaServer]:
    """A Chroma server that runs."""
    server = ChromaServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def suspended(data: Path) -> Iterator[None]:
    """Stops every process of the PostgreSQL whose data lie there, as a machine that hangs does, and has them go on."""
    postmaster = int((data / "postmaster.pid").read_text().split()[0])
    # The postmaster first, so that it starts no other meanwhile.
    os.kill(postmaster, signal.SIGSTOP)
    children = [int(number) for number in Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()]
    try:
        for child in children:
            os.kill(child, signal.SIGSTOP)
        yield
    finally:
        for process in (*children, postmaster):
            os.kill(process, signal.SIGCONT)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL with an empty database; its URL."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    # It refuses to run as root, and tests in a container often do.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    data = folder / "postgres"
    data.mkdir(parents=True)
    if user:
        for one in (data, *list(folder.parents)[:3], folder):
            one.chmod(0o755)
        shutil.chown(data, "postgres")
    data.chmod(0o700)
    initdb = [*user, str(programs[-1] / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres", "--no-sync"]
    subprocess.run([*initdb, "-E", "UTF8", "--locale=C"], check=True, capture_output=True, cwd="/", timeout=120)
    port = free_port()
    control = [*user, str(programs[-1] / "pg_ctl"), "-D", str(data), "-w", "-t", "30"]
    options = f"-p {port} -h 127.0.0.1 -k {data} -c fsync=off"
    subprocess.run([*control, "-o", options, "-l", str(data / "log"), "start"], check=True, cwd="/", timeout=60,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, cwd="/", timeout=60, capture_output=True)


def empty_database(server: str) -> str:
    """The URL of a new database in a PostgreSQL that runs."""
    name = f"db_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server.rpartition('/')[0]}/{name}"
