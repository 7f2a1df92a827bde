"""The rows of a run that is not whole yet, so that it resumes where it stopped."""

from __future__ import annotations

import json
import os
from io import FileIO
from pathlib import Path
from types import TracebackType

from pydantic import ValidationError

from evals.errors import RunError
from evals.runs import Made, Row


class Journal:
    """A file with what the run is made of in its first line and a row in each other.

    A line that was cut off by a crash is dropped. Use it as a context manager.

    Raises:
        RunError: it cannot be written, or it was begun by a run that is made of something else.
    """

    def __init__(self, path: Path, made: Made) -> None:
        self.path = path
        self.rows: dict[tuple[str, int], Row] = {}
        self._made = made
        self._file: FileIO | None = None

    def __enter__(self) -> Journal:
        """Opens the file and takes up the rows that are there."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            kept = self._read() if self.path.exists() else 0
            self._file = self.path.open("ab", buffering=0)
            self._file.truncate(kept)
            if not kept:
                self._write(self._made.model_dump_json())
        except OSError as error:
            raise self._unwritable(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the file; it stays."""
        if self._file is not None:
            self._file.close()

    def add(self, row: Row) -> None:
        """Keeps a row; it is on the disk when this returns.

        Raises:
            RunError: it cannot be written.
        """
        self.rows[row.key, row.repeat] = row
        try:
            self._write(row.model_dump_json(exclude_defaults=True))
        except OSError as error:
            raise self._unwritable(error) from error

    def _write(self, line: str) -> None:
        assert self._file is not None
        # Without a buffer, so that nothing is left to be written when a full disk has ended the run.
        rest = (line + "\n").encode()
        while rest:
            rest = rest[self._file.write(rest) :]
        os.fsync(self._file.fileno())

    def _read(self) -> int:
        """Takes up the rows that are there; the length in bytes of what is whole."""
        first, *lines = self.path.read_bytes().splitlines(keepends=True) or [b""]
        try:
            begun = Made.model_validate_json(first)
        except ValidationError:
            return 0
        if not same(begun, self._made):
            differs = ", ".join(sorted(_differences(begun, self._made)))
            raise RunError(
                f"{self.path} was begun by another run (other {differs}). Remove it, or give this run another --out."
            )
        whole = len(first)
        for line in lines:
            try:
                row = Row.model_validate_json(line)
            except ValidationError:
                break
            if not line.endswith(b"\n"):
                break
            self.rows[row.key, row.repeat] = row
            whole += len(line)
        return whole

    def _unwritable(self, error: OSError) -> RunError:
        return RunError(
            f"{self.path} cannot be written: {error.strerror}. What was asked so far is kept; free the disk or give "
            "another --out, and the run goes on from there."
        )


def same(one: Made, other: Made) -> bool:
    """Whether two runs are made of the same, whenever they were started."""
    return _asked(one) == _asked(other)


def _asked(made: Made) -> str:
    return json.dumps(made.model_dump(exclude={"started"}), sort_keys=True)


def _differences(one: Made, other: Made) -> set[str]:
    mine, theirs = one.model_dump(), other.model_dump()
    return {name for name in mine if name != "started" and mine[name] != theirs[name]}
