"""A topic's argument bank as an answer shows it: each argument's claim with the sentence that carries it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.answer.draft import Argument, Line
from bot.answer.reader import Reader

FILE = "arguments.yaml"
Place = tuple[int, int]
"""Paragraph and sentence of the topic's first source, each counted from 1."""


def arguments_of(reader: Reader) -> tuple[Argument, ...]:
    """The arguments of the topic's bank, in its order; none where it has no bank.

    What a bank must hold is checked where debates read it; an argument without a sentence is passed over here.
    """
    topic = reader.content.topic
    path = Path(topic.folder) / FILE
    if not topic.folder or not path.is_file():
        return ()
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    there = dict(_places(reader))
    carried = ((one, there.get(tuple(one["evidence"][0]))) for one in data["arguments"])
    return tuple(Argument(one["side"], one["claim"], line) for one, line in carried if line is not None)


def _places(reader: Reader) -> Iterator[tuple[Place, Line]]:
    """The sentences of the topic's first own source by their places."""
    topic, content = reader.content.topic, reader.content
    source = next((one for one in content.sources if one.origin == topic.files[0]), None) if topic.files else None
    paragraph = number = 0
    for passage in content.passages_of(source.id) if source is not None else ():
        number = number if passage.paragraph == paragraph else 0
        paragraph = passage.paragraph
        for sentence in passage.sentences:
            number += 1
            yield (paragraph, number), Line.of(sentence, passage)
