"""What was removed from the corpus last, kept aside so that it can be brought back."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.model import Passage, Sentence, Source

KEPT = 20
"""Removed sources that are kept; older ones are gone for good."""

Removed = tuple[Source, list[Passage]]


def put_aside(folder: Path, source: Source, passages: Sequence[Passage]) -> None:
    """Keeps a source that is about to be removed."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{time.time_ns():020d}-{source.id}.json"
    fresh = place.with_suffix(".new")
    fresh.write_text(json.dumps({"source": asdict(source), "passages": [asdict(p) for p in passages]}), "utf-8")
    fresh.replace(place)
    for old in sorted(folder.glob("*.json"))[:-KEPT]:
        old.unlink(missing_ok=True)


def last(folder: Path, topic: str, source_id: str = "") -> tuple[Path, Removed] | None:
    """The source of a topic that was removed last (or that of the id), and the file that keeps it."""
    for path in sorted(folder.glob("*.json"), reverse=True):
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            source = Source(**held["source"])
            passages = [_passage(fields) for fields in held["passages"]]
        except (OSError, ValueError, TypeError, KeyError):
            continue
        if source.topic == topic and source_id in ("", source.id):
            return path, (source, passages)
    return None


def _passage(fields: dict[str, Any]) -> Passage:
    sentences = tuple(Sentence(**sentence) for sentence in fields.pop("sentences"))
    return Passage(**fields, sentences=sentences)
