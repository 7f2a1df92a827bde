"""The check of one statement: is it what the passages say that it cites?

Quotes must be exact; figures, dates and names must stand in the passages; nothing may run against them in
direction, denial or actor as far as rules see it; and the words must be borne out. How much of each kind of
error this catches is measured by ``python -m evals verification``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.answer.checking.figures import strange_figure
from bot.answer.checking.matching import RIVAL, Match, Matcher
from bot.answer.checking.names import strange_name
from bot.answer.checking.quotes import misquoted, quotations
from bot.answer.claims import beside, denied
from bot.answer.support import Support
from bot.model import BOTH, NEUTRAL, Passage, Sentence
from bot.search.terms import Vocabulary

Ground = Literal[
    "citation", "quote", "figure", "date", "name", "direction", "negation", "opposite", "actor", "side", "elsewhere",
    "support",
]  # fmt: skip
SPEAKS = 0.5
"""A sentence can contradict a statement from this share of the statement's words on."""
ELSEWHERE = 0.1
"""A statement belongs to another passage that matches it by so much more than the cited ones."""
STRANGE = ((3, 0.3), (2, 0.22))
"""So many words below this cosine to the nearest of the passages' make an invention."""
LEAST = 0.3
"""The support below which a statement is not borne out."""
_SAYS: dict[str, str] = {
    "direction": "what it cites says that it went the other way",
    "negation": "what it cites says the contrary",
    "opposite": "what it cites says the opposite",
    "actor": "in what it cites it is somebody else",
}
_GROUNDS: dict[str, Ground] = {
    "direction": "direction", "negation": "negation", "comparison": "opposite", "quantifier": "opposite",
    "name": "actor",
}  # fmt: skip
"""What claim and sentence differ in (:mod:`bot.answer.claims`); figures and dates are compared with all passages."""
Found = tuple[Ground, str]


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found: ``ground`` is "" where the statement holds; ``reason`` says it in words.

    ``support`` is the fitted probability (see :mod:`bot.answer.support`), ``rests_on`` the sentences that the
    statement rests on, best first: those that match it best, and the best one of each cited passage.
    """

    ground: Ground | Literal[""] = ""
    reason: str = ""
    support: float = 0.0
    rests_on: tuple[Sentence, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing was found against the statement."""
        return not self.ground


class Verifier:
    """Checks statements by one judge of support and one topic's names; ``briefs`` are the ids of a topic's briefs."""

    def __init__(self, support: Support, vocabulary: Vocabulary, briefs: Collection[str] = ()) -> None:
        self._vocabulary = vocabulary
        self._briefs = briefs
        self._matcher = Matcher(support)

    def check(self, statement: str, cited: Sequence[Passage], among: Sequence[Passage] = (), side: str = "") -> Check:
        """Checks a statement against the passages that it cites.

        ``among`` are all passages that could have been cited; ``side`` is the side in whose mouth it is put.
        """
        if not cited:
            return Check("citation", "it cites no source")
        matches = self._matcher.matches(statement, cited)
        rests_on = _rests_on(matches)
        found = self._found(statement, cited, matches) or self._side(side, rests_on)
        found = found or self._elsewhere(statement, matches, cited, among) or self._unsupported(statement, cited)
        support = self._matcher.support(statement, cited)
        ground, reason = found or ("", "")
        return Check(ground, reason, round(support, 4), rests_on)

    def _found(self, statement: str, cited: Sequence[Passage], matches: Sequence[Match]) -> Found | None:
        texts = [passage.text for passage in cited]
        wrong = misquoted(statement, texts)
        if wrong is not None:
            return "quote", f"“{wrong}” is not in what it cites"
        words = misquoted(statement, [self._quotable(passage) for passage in cited])
        if words is not None:
            return "quote", f"“{words}” is the wording of a brief, and nobody's own"
        strange = strange_figure(statement, texts)
        if strange is not None:
            return strange.kind, f"{strange.text} is not in what it cites"
        name = strange_name(statement, [*texts, *(passage.section for passage in cited)], self._vocabulary)
        if name is not None:
            return "name", f"{name} is not in what it cites"
        return self._clash(statement, matches)

    def _quotable(self, passage: Passage) -> str:
        """What of a passage may be quoted: of a brief only what stands in quotation marks there."""
        return quotations(passage.text) if passage.source_id in self._briefs else passage.text

    def _clash(self, statement: str, matches: Sequence[Match]) -> Found | None:
        """What the best sentence says otherwise, where no other one close behind it agrees."""
        if not matches or matches[0].words < SPEAKS:
            return None
        first: Found | None = None
        for match in matches:
            if match.score < matches[0].score - RIVAL:
                break
            found = beside(statement, match.sentence.text, self._vocabulary)
            ground = _GROUNDS.get(found.ground) if found.verdict == "contradicted" else None
            if ground is None and denied(statement, match.sentence.text, self._vocabulary):
                ground = "negation"
            if ground is None:
                return None
            first = first or (ground, _SAYS[ground])
        return first

    def _side(self, side: str, rests_on: Sequence[Sentence]) -> Found | None:
        if not side or any(_may_be(sentence, side) for sentence in rests_on[:1]):
            return None
        return "side", "what it cites is not this side's"

    def _elsewhere(
        self, statement: str, matches: Sequence[Match], cited: Sequence[Passage], among: Sequence[Passage]
    ) -> Found | None:
        ids = {passage.id for passage in cited}
        others = self._matcher.matches(statement, [passage for passage in among if passage.id not in ids])
        mine = matches[0].score if matches else 0.0
        if others and others[0].score >= max(SPEAKS, mine + ELSEWHERE):
            return "elsewhere", "another passage speaks of it, not the one that it cites"
        return None

    def _unsupported(self, statement: str, cited: Sequence[Passage]) -> Found | None:
        new = self._matcher.novelty(statement, cited)
        for count, below in STRANGE:
            strange = [unit.text for unit, near in new if near < below]
            if len(strange) >= count:
                return "support", f"what it cites has nothing on: {', '.join(strange[:3])}"
        if self._matcher.support(statement, cited) < LEAST:
            return "support", "what it cites does not bear it out"
        return None


def _may_be(sentence: Sentence, side: str) -> bool:
    """Whether a sentence may be a side's: its own, or somebody's whom no side has for certain; never the author's."""
    return sentence.side in (side, BOTH) or (sentence.side == NEUTRAL and sentence.voice != "author")


def _rests_on(matches: Sequence[Match]) -> tuple[Sentence, ...]:
    close = [match for match in matches if match.score >= matches[0].score - RIVAL]
    firsts = {match.passage.id: match for match in reversed(matches)}
    return tuple(match.sentence for match in matches if match in close or firsts[match.passage.id] is match)
