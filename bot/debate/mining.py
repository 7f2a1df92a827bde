"""Mines an argument bank from a topic's sources where nobody has written one.

Whose view a sentence gives is read off its side label: the topic's own, or the one that attribution by speaker,
section and alias has given it. Sentences of one side that say nearly the same are clustered (average linkage on
the cosine), and each cluster makes one argument, in the source's own words, so that no tag can claim more than
its body. An argument is answered by the other side's sentence that is nearest in matter.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
from sklearn.cluster import AgglomerativeClustering

from bot.debate.bank import Bank, Node
from bot.debate.cards import evidence_kind
from bot.debate.strength import KINDS
from bot.index.content import Content
from bot.index.embeddings import Embedder
from bot.index.terms import Vocabulary
from bot.model import Sentence, Side

MOST = 8
"""Arguments mined for a side."""
APART = 0.45
"""Sentences within this cosine distance, on average, make one argument."""
ON_THE_MATTER = 0.35
"""A sentence answers another from this cosine on."""
SHORTEST, LONGEST = 6, 60
"""Words of a sentence that can be read as a card."""

Vectors = npt.NDArray[np.float32]


def mine(content: Content, embedder: Embedder) -> Bank:
    """A bank of what each side is reported to hold, the best evidenced first."""
    vocabulary = content.vocabulary
    nodes: list[Node] = []
    for side in content.topic.sides:
        nodes += _arguments(_spoken_for(side, content), side, embedder, vocabulary)
    arguments = list(nodes)
    for target in arguments:
        answer = _answer(target, arguments, embedder)
        if answer is not None:
            nodes.append(answer)
    return Bank(tuple(nodes), mined=True)


def _spoken_for(side: Side, content: Content) -> list[Sentence]:
    return [
        sentence for passage in content.passages for sentence in passage.sentences
        if sentence.side == side.id and SHORTEST <= len(sentence.text.split()) <= LONGEST
    ]  # fmt: skip


def _arguments(sentences: list[Sentence], side: Side, embedder: Embedder, vocabulary: Vocabulary) -> list[Node]:
    if not sentences:
        return []
    vectors = _vectors([one.text for one in sentences], embedder)
    clusters = _clustered(vectors)
    found: list[tuple[float, Node]] = []
    for cluster in sorted(set(clusters)):
        members = np.flatnonzero(clusters == cluster)
        centre = vectors[members].mean(axis=0)
        ranked = sorted(members, key=lambda at: -float(vectors[at] @ centre))
        chosen = [sentences[at] for at in ranked]
        first = chosen[0]
        value = KINDS[evidence_kind(first.text, first.voice)] + 0.05 * min(len(chosen), 4)
        label = _label(first.text, vocabulary)
        node = Node(f"{side.id}-{first.id}", side.id, label, first.text, sentences=tuple(chosen[:2]))
        found.append((value, node))
    found.sort(key=lambda pair: -pair[0])
    return [node for _, node in found[:MOST]]


def _clustered(vectors: Vectors) -> npt.NDArray[np.int64]:
    if len(vectors) == 1:
        return np.zeros(1, dtype=np.int64)
    made = AgglomerativeClustering(n_clusters=None, metric="cosine", linkage="average", distance_threshold=APART)
    return np.asarray(made.fit_predict(vectors), dtype=np.int64)


def _answer(target: Node, arguments: list[Node], embedder: Embedder) -> Node | None:
    """The other side's argument that is nearest in matter, as an answer to this one."""
    others = [node for node in arguments if node.side != target.side]
    if not others:
        return None
    scores = _vectors([node.claim for node in others], embedder) @ _vectors([target.claim], embedder)[0]
    best = int(scores.argmax())
    if scores[best] < ON_THE_MATTER:
        return None
    node = others[best]
    return Node(
        f"{node.id}:{target.id}", node.side, node.label, node.claim, to=(target.id,), sentences=node.sentences[:1]
    )


def _vectors(texts: list[str], embedder: Embedder) -> Vectors:
    return np.array([embedder.query(text).vector for text in texts], dtype=np.float32)


def _label(text: str, vocabulary: Vocabulary) -> str:
    """Two neighbouring content words that name a sentence, names of actors aside: the longest such pair."""
    units = [unit for unit in vocabulary.units(text) if not unit.actor]
    runs = [
        text[one.start : two.end]
        for one, two in pairwise(units)
        if not one.stop and not two.stop and two.start - one.end == 1 and not (one.number or two.number)
    ]
    words = [unit.text for unit in units if not unit.stop]
    return max(runs or words or [text[:40]], key=len).lower()
