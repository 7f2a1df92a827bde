"""A topic's argument bank as an answer shows it: each argument's claim with the sentence that carries it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.answer.draft import Argument, Line
from bot.answer.reader import Reader

FILE = "arguments.yaml"


def arguments_of(reader: Reader) -> tuple[Argument, ...]:
    """The arguments of the topic's bank, in its order; none where it has no bank.

    What a bank must hold is checked where debates read it; an argument without a sentence is passed over here.
    """
    topic = reader.content.topic
    path = Path(topic.folder) / FILE
    if not topic.folder or not path.is_file():
        return ()
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    there = reader.content.own_sentences
    # What only some formats of a debate have is a move there and no argument to report.
    plain = [one for one in data["arguments"] if one.get("evidence") and not one.get("formats")]
    carried = ((one, there.get(tuple(one["evidence"][0]))) for one in plain)
    return tuple(
        Argument(one["side"], one["claim"], Line.of(sentence, reader.content.passage_by_id[sentence.passage_id]))
        for one, sentence in carried
        if sentence is not None
    )
