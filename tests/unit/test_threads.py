"""numpy's BLAS has one thread in a program of Lectern's own, unless the environment says how many."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

CODE = """
import numpy
from threadpoolctl import threadpool_info, threadpool_limits
threadpool_limits(limits=2, user_api="blas")
from bot.threads import one_for_blas
one_for_blas()
print(*(each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"))
"""


@pytest.mark.parametrize(("said", "threads"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "2"}, "2")])
def test_blas_has_one_thread_unless_told(said: dict[str, str], threads: str) -> None:
    env = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run([sys.executable, "-c", CODE], env=env | said, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [threads]
