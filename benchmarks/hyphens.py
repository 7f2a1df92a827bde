"""``python -m benchmarks hyphens``: torn words that are mended, compounds that keep their hyphen."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.sources.hyphens import joined

_WORD = re.compile(r"(?<![\w-])[a-z]{6,}(?![\w-])")
_COMPOUND = re.compile(r"(?<![\w-])([a-z]{2,}-)([a-z]{3,})(?![\w-])")
SEED = 7


def hyphens(
    data: Annotated[Path, typer.Argument(help="The folder of squad11_extra.jsonl, qamr.jsonl, fairytaleqa.jsonl.")],
) -> None:
    """Tear every different word once, at a place taken at random, where the document does not show it elsewhere."""
    text = "\n".join(_texts(data))
    words, compounds = sorted(set(_WORD.findall(text))), sorted(set(_COMPOUND.findall(text)))
    chance = random.Random(SEED)
    mended = 0
    for word in words:
        at = chance.randint(2, len(word) - 3)
        mended += joined(f"{word[:at]}-", word[at:], Counter()) == word
    kept = sum(joined(first, second, Counter()) == first + second for first, second in compounds)
    print(f"{mended / len(words):.1%} of {len(words)} torn words are mended; "
          f"{kept / len(compounds):.1%} of {len(compounds)} compounds keep their hyphen.")  # fmt: skip


def _texts(data: Path) -> Iterator[str]:
    for article in _rows(data / "squad11_extra.jsonl"):
        yield from (paragraph["context"] for paragraph in article["paragraphs"])
    yield from (row["sentence"] for row in _rows(data / "qamr.jsonl"))
    for story in _rows(data / "fairytaleqa.jsonl"):
        yield from story["sections"].values()


def _rows(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
