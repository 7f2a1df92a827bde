"""Reads lines of JSON and CSV with errors that name the file and the line."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.errors import DataError


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSONL file with their line numbers, from 1; empty lines are passed over.

    Raises:
        DataError: the file cannot be read, or a line is not a JSON object.
    """
    for number, line in enumerate(text(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except json.JSONDecodeError as error:
            raise DataError(f"{path}, line {number}: not JSON: {error}.") from error
        if not isinstance(item, dict):
            raise DataError(f"{path}, line {number}: an object is wanted, not {type(item).__name__}.")
        yield number, item


def rows(path: Path, columns: tuple[str, ...], delimiter: str = ",") -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table with a head line, with their line numbers.

    Raises:
        DataError: the file cannot be read or lacks a column.
    """
    reader = csv.DictReader(text(path).splitlines(keepends=True), delimiter=delimiter)
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise DataError(
            f"{path}: it lacks the column {', '.join(missing)}; there: {', '.join(reader.fieldnames or ())}."
        )
    for row in reader:
        yield reader.line_num, row


def text(path: Path) -> str:
    """The file's text.

    Raises:
        DataError: it cannot be read as UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 text: {error.reason} at byte {error.start}.") from error


def field(item: dict[str, Any], name: str, path: Path, number: int) -> Any:
    """A field of an object.

    Raises:
        DataError: it is missing; the message names file, line and field.
    """
    if name not in item:
        raise DataError(f"{path}, line {number}: it lacks the field {name!r}; there: {', '.join(item)}.")
    return item[name]
