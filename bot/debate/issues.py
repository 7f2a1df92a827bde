"""What two sides differ about: five issues that a clash of policies has, and which of them an argument is on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import yaml

from bot.debate.bank import Node
from bot.learned.encoder import Embedder


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue; ``about`` says in a sentence what arguments on it are like."""

    id: str
    title: str
    about: str


@cache
def issues() -> tuple[Issue, ...]:
    """The issues in the order in which they are shown."""
    text = resources.files(__package__).joinpath("issues.yaml").read_text(encoding="utf-8")
    return tuple(Issue(**entry) for entry in yaml.safe_load(text))


def issues_of(nodes: Sequence[Node], embedder: Embedder) -> dict[str, str]:
    """The issue of each node, by the node's id: the one that its bank names, else the nearest in meaning."""
    found = {node.id: node.issue for node in nodes if node.issue}
    open_ones = [node for node in nodes if not node.issue]
    if not open_ones:
        return found
    abouts = np.asarray(embedder.vectors([one.about for one in issues()]))
    texts = np.asarray(embedder.vectors([f"{node.label}. {node.claim}" for node in open_ones]))
    nearest = (texts @ abouts.T).argmax(axis=1)
    return found | {node.id: issues()[int(at)].id for node, at in zip(open_ones, nearest, strict=True)}
