"""Mines an argument bank from a topic's sources where nobody has written one.

Whose view a sentence gives is read off its side label: the topic's own, or the one that attribution by speaker,
section and alias has given it. What a side is reported or quoted to hold makes its arguments; what the author says
about a side does not, for that is often the case against it. Sentences that say nearly the same are clustered
(average linkage on the cosine), and each cluster makes one argument in the source's own words, with the sentence that
stands behind it in the text as its reason, so that no tag can claim more than its body. An argument is answered by the
sentences of the other side, and the author's doubts, that are nearest in matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heappush, heappushpop

import numpy as np
import numpy.typing as npt

from bot.debate import gist
from bot.debate.bank import Asked, Bank, Node
from bot.debate.cards import evidence_kind
from bot.debate.strength import KINDS
from bot.learned.encoder import Embedder
from bot.model import BOTH, NEUTRAL, Sentence, Side
from bot.search.content import Content
from bot.search.terms import Vocabulary

MOST = 8
"""Arguments mined for a side."""
FEWEST = 4
"""With fewer arguments reported of a side, what the author tells about it counts too."""
APART = 0.45
"""Sentences within this cosine distance, on average, make one argument."""
ON_THE_MATTER = 0.35
"""A sentence answers another from this cosine on."""
MEETS = 3
"""Arguments that one sentence answers at most."""
DOUBT, AGAINST, UNUSED = 0.1, 0.05, 0.05
"""What counts, beside the cosine, for an answer: that it is the author's doubt, speaks against something, is new."""
OPENS = 12
"""Characters within which a sentence names what it is about."""
SHORTEST, LONGEST = 6, 60
"""Words of a sentence that can be read as a card."""

_INNER = str.maketrans("“”", "‘’")
Vectors = npt.NDArray[np.float32]


def proposals(content: Content, embedder: Embedder) -> list[tuple[Node, bool]]:
    """What a side could argue, for a person to go through, and whether it is a fact that the author tells.

    First what a side is reported to hold; then, in the author's own voice, the facts that stand in the same paragraph
    as a view of that side, those with a figure first. Such a fact is nobody's argument until a person says so.
    """
    found: list[tuple[Node, bool]] = []
    for side in content.topic.sides:
        made = _arguments(side, content, embedder)
        used = {one.id for node in made for one in node.sentences}
        facts = [one for one in _facts(side, content) if one.id not in used]
        facts.sort(key=lambda one: -KINDS[evidence_kind(one.text, one.voice)])
        found += [(node, False) for node in made]
        found += [(_argument(side, one, (), ()), True) for one in facts[:MOST]]
    return found


def _facts(side: Side, content: Content) -> list[Sentence]:
    """The author's own sentences in the paragraphs in which more is told of a side's views than of the other's."""
    found: list[Sentence] = []
    for passage in content.passages:
        views = [one.side for one in passage.sentences if one.side not in (NEUTRAL, BOTH)]
        if views.count(side.id) * 2 <= len(views):
            continue
        found += [
            one for one in passage.sentences
            if one.voice == "author" and SHORTEST <= len(one.text.split()) <= LONGEST and gist.stands(one.text)
        ]  # fmt: skip
    return found


def mine(content: Content, embedder: Embedder) -> Bank:
    """A bank of what each side is reported to hold, the best evidenced first."""
    nodes: list[Node] = []
    for side in content.topic.sides:
        nodes += _arguments(side, content, embedder)
    arguments = list(nodes)
    for side in content.topic.sides:
        nodes += answers(side, arguments, content, embedder)
    return Bank(tuple(nodes), mined=True)


def _held(side: Side, content: Content) -> list[Sentence]:
    """What a side is reported or quoted to hold."""
    return [
        sentence for passage in content.passages for sentence in passage.sentences
        if sentence.side == side.id and sentence.voice != "author"
        and SHORTEST <= len(sentence.text.split()) <= LONGEST
    ]  # fmt: skip


def _told(side: Side, content: Content) -> list[Sentence]:
    """What the author tells about a side without finding fault."""
    return [
        sentence for passage in content.passages for sentence in passage.sentences
        if sentence.side == side.id and sentence.voice == "author" and gist.stands(sentence.text)
        and SHORTEST <= len(sentence.text.split()) <= LONGEST and not gist.faults(sentence.text)
    ]  # fmt: skip


def _arguments(side: Side, content: Content, embedder: Embedder) -> list[Node]:
    held = _held(side, content)
    behind = _support(held)
    taken = {one.id for support in behind.values() for one in support}
    claims = [one for one in held if one.id not in taken and gist.stands(one.text)]
    made = _clusters(side, claims, behind, embedder)
    return made if len(made) >= FEWEST else _clusters(side, [*claims, *_told(side, content)], behind, embedder)


def _clusters(
    side: Side, claims: Sequence[Sentence], behind: Mapping[str, Sequence[Sentence]], embedder: Embedder
) -> list[Node]:
    """The arguments that some claims make, those with the best evidence and a reason first."""
    if not claims:
        return []
    vectors = _vectors([one.text for one in claims], embedder)
    clusters = clustered(vectors)
    found: list[tuple[float, Node]] = []
    for cluster in sorted(set(clusters)):
        members = np.flatnonzero(clusters == cluster)
        centre = vectors[members].mean(axis=0)
        chosen = [claims[int(at)] for at in sorted(members, key=lambda at: -float(vectors[at] @ centre))]
        node = _argument(side, chosen[0], behind.get(chosen[0].id, ()), chosen[1:])
        value = KINDS[evidence_kind(chosen[0].text, chosen[0].voice)] + 0.3 * bool(node.warrant)
        found.append((value, node))
    found.sort(key=lambda pair: -pair[0])
    return [node for _, node in found[:MOST]]


def _support(held: Sequence[Sentence]) -> dict[str, list[Sentence]]:
    """For each claim, by its id, the sentences right behind it that bring something for it."""
    behind: dict[str, list[Sentence]] = {}
    claim: Sentence | None = None
    last: Sentence | None = None
    for one in held:
        follows = last is not None and one.passage_id == last.passage_id and one.ordinal == last.ordinal + 1
        if follows and claim is not None and gist.supports(one.text):
            behind.setdefault(claim.id, []).append(one)
        else:
            claim = one if gist.stands(one.text) else None
        last = one
    return behind


def _argument(side: Side, first: Sentence, behind: Sequence[Sentence], alike: Sequence[Sentence]) -> Node:
    """An argument; ``behind`` are the sentences that bring something for it, ``alike`` say nearly the same."""
    label, given = gist.label(first.text), gist.reason(first.text)
    reasons = [f"The reason given: “{given}”."] if given else []
    reasons += [f"Behind it: “{gist.clause(one.text).translate(_INNER)}”." for one in behind]
    again = [f"And with it: “{gist.clause(one.text).translate(_INNER)}”." for one in alike]
    warrant = reasons[0] if reasons else ""
    extension = next(iter([*reasons[1:], *again]), "")
    sentences = (first, *(one for one in alike[:1] if one.passage_id != first.passage_id))
    return Node(
        f"{side.id}-{first.id}", side.id, label, first.text, warrant=warrant, extension=extension,
        sentences=sentences, cx=(question(label, side, first, warrant),),
    )  # fmt: skip


def question(label: str, side: Side, sentence: Sentence, warrant: str) -> Asked:
    """What any such card must expect to be asked, with the answer that its label or its words give."""
    if any(char.isdigit() for char in f"{sentence.text} {warrant}"):
        reply = f"No, {label} is {side.name}'s word, as the author reports it."
        return Asked(f"Is {label} the author's own finding?", reply, sentence, "no")
    return Asked(f"Which figure stands behind {label}?", f"The source gives no figure with {label}.", sentence)


def clustered(vectors: Vectors) -> npt.NDArray[np.int64]:
    """The cluster of each vector, by average linkage on the cosine distance, the tree of merges cut at ``APART``."""
    many, merges = len(vectors), _merges(vectors)
    members = [[at] for at in range(many)]
    for _, one, other in merges:
        members.append(members[one] + members[other])
    # The last merge is the widest: what stands first in the heap comes apart as long as it is too wide.
    heap = [1 - len(members)]
    while -heap[0] >= many and merges[-heap[0] - many][0] >= APART:
        _, one, other = merges[-heap[0] - many]
        heappush(heap, -one)
        heappushpop(heap, -other)
    found = np.zeros(many, dtype=np.int64)
    for number, node in enumerate(heap):
        found[members[-node]] = number
    return found


def _merges(vectors: Vectors) -> list[tuple[float, int, int]]:
    """At which distance which two come together, the nearest first; a merge's own number follows the vectors'."""
    rows = vectors.astype(np.float64)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    apart = 1 - rows @ rows.T
    np.fill_diagonal(apart, np.inf)
    nodes, sizes, nearest = np.arange(len(rows)), np.ones(len(rows)), apart.min(axis=1)
    made: list[tuple[float, int, int]] = []
    while len(made) < len(rows) - 1:
        pair = [int(nearest.argmin()), int(apart[nearest.argmin()].argmin())]
        one, other = sorted(int(nodes[at]) for at in pair)
        made.append((float(apart[pair[0], pair[1]]), one, other))
        # A mean is never nearer than the nearer of the two: only those that were nearest to one of them look again.
        again = (nearest < np.inf) & (nearest >= apart[pair].min(axis=0))
        again[pair] = True
        kept, gone = pair
        apart[kept] = apart[:, kept] = np.average(apart[pair], axis=0, weights=sizes[pair])
        apart[gone] = apart[:, gone] = np.inf
        nodes[kept] = len(rows) + len(made) - 1
        sizes[kept] += sizes[gone]
        nearest[again] = apart[again].min(axis=1)
    return made


def answers(side: Side, arguments: Sequence[Node], content: Content, embedder: Embedder) -> list[Node]:
    """What of a side's sentences, and of the author's doubts about the other, meets the other's arguments."""
    targets = [node for node in arguments if node.side != side.id]
    mine = [node for node in arguments if node.side == side.id]
    used = {node.sentences[0].id for node in mine}
    said = " ".join(f"{node.warrant} {node.extension}" for node in mine)
    doubts = _doubts(side, content)
    candidates = [*doubts, *(one for one in _held(side, content) if _answers_well(one, said))]
    if not targets or not candidates:
        return []
    near = _vectors([one.text for one in candidates], embedder) @ _vectors([one.claim for one in targets], embedder).T
    found = []
    for at, one in enumerate(candidates):
        more = DOUBT * (at < len(doubts)) + AGAINST * gist.rejects(one.text) + UNUSED * (one.id not in used)
        scores = near[at] + more
        best = [int(to) for to in np.argsort(-scores)[:MEETS] if scores[to] >= ON_THE_MATTER]
        if best:
            to = tuple(targets[each].id for each in best)
            node = Node(f"{side.id}-re-{one.id}", side.id, gist.label(one.text), one.text, to=to, sentences=(one,))
            found.append((float(scores[best[0]]), node))
    found.sort(key=lambda pair: -pair[0])
    return [node for _, node in found]


def _answers_well(sentence: Sentence, said: str) -> bool:
    """Whether a sentence claims something that its side does not say elsewhere as a reason."""
    claim = gist.clause(sentence.text)
    return len(claim.split()) >= gist.FEWEST and claim.translate(_INNER) not in said


def _doubts(side: Side, content: Content) -> list[Sentence]:
    """The author's own sentences that begin with the other side and find fault with it."""
    vocabulary = content.vocabulary
    return [
        sentence for passage in content.passages for sentence in passage.sentences
        if sentence.voice == "author" and sentence.side not in (side.id, BOTH)
        and SHORTEST <= len(sentence.text.split()) <= LONGEST
        and gist.faults(sentence.text) and _about(sentence.text, vocabulary) not in ("", NEUTRAL, BOTH, side.id)
    ]  # fmt: skip


def _about(text: str, vocabulary: Vocabulary) -> str:
    """The side that a sentence begins with, or ""."""
    actors = [unit for unit in vocabulary.units(text) if unit.actor]
    return actors[0].side if actors and actors[0].start < OPENS else ""


def _vectors(texts: list[str], embedder: Embedder) -> Vectors:
    return np.array([embedder.query(text).vector for text in texts], dtype=np.float32)
