"""Small rows, and judges that know their verdicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.model import Answer, Citation, Outcome, Side, Statement, Topic
from evals.metrics.metric import Scene
from evals.runs import Context, Row, Shown
from evals.suites import Case

TOPIC = Topic(
    id="t", title="T", resolution="",
    sides=(Side("up", "Upstream", "affirmative", "", ""), Side("down", "Downstream", "negative", "", "")),
)  # fmt: skip


class Knows:
    """Supports what it was told: a function of the statement and the texts."""

    id = "told"

    def __init__(self, verdict: Callable[[str, Sequence[str]], float]) -> None:
        self.supports = verdict


def told(*true: tuple[str, frozenset[str]]) -> Knows:
    """Supports a statement by exactly these sets of texts and by what holds them."""
    return Knows(lambda statement, texts: float(any(s == statement and need <= set(texts) for s, need in true)))


def cited(number: int, quote: str = "quote", passage: str = "p1", side: str = "neutral") -> Citation:
    return Citation(number, passage, "s", "T", "", 1, side, "author", quote, 0, len(quote))


def answer(
    *statements: Statement,
    citations: Sequence[Citation] = (),
    outcome: Outcome = "answered",
    text: str = "",
    **more: object,
) -> Answer:
    body = text or " ".join(one.text for one in statements)
    return Answer(question="q", outcome=outcome, text=body, kind=more.pop("kind", "fact"), statements=statements,
                  citations=tuple(citations), **more)  # fmt: skip


def said(text: str, *numbers: int, part: str = "") -> Statement:
    return Statement(text, numbers, "verbatim", part=part)


def row(reply: object, suite: str = "facts", paragraphs: Sequence[int] = (), **case: object) -> Row:
    given = {"id": "c", "group": "g", "turns": ["q"], "expect": "answered", "gold": [1], **case}
    contexts = tuple(
        Context(passage_id=f"p{n}", source_id="s", paragraph=n, side="neutral", score=1.0) for n in paragraphs
    )
    found = tuple(one.quote for one in reply.citations)
    return Row(suite=suite, case=Case(**given), reply=reply, contexts=contexts, found=found)


def scene(judge: object | None = None, **texts: str) -> Scene:
    shown = {
        key: Shown(text=text, start=0, section="", paragraph=int(key[1:]), side="neutral", title="T")
        for key, text in texts.items()
    }
    return Scene(judge or told(), TOPIC, shown)
