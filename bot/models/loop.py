"""One event loop in a thread of its own, on which every request to a model runs.

Only a request that runs as a task can be ended from outside while it waits: cancelling it closes its
connection at once. One loop for all keeps the providers' connection pools usable.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from functools import cache
from typing import Any


def run(work: Coroutine[Any, Any, None]) -> Future[None]:
    """Starts the work on the loop; cancelling the future ends it."""
    return asyncio.run_coroutine_threadsafe(work, _loop())


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="lectern-models", daemon=True).start()
    return loop
