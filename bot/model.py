"""The nouns of the program: frozen data that every layer passes along and none changes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Voice = Literal["author", "reported", "quoted"]
"""Who speaks: the writer, a side as the writer reports it, or a person between quotation marks."""

Outcome = Literal["answered", "closest", "no_evidence", "small_talk"]
"""``answered``: what is shown answers, in four of five cases; ``closest``: it comes nearest and may not answer."""
Status = Literal["verbatim", "supported", "unverified"]
Label = Literal["supported", "contradicted", "unsettled", "not_addressed"]
Kind = Literal[
    "fact", "one_side", "both_sides", "author", "arguments", "players", "timeline", "evaluative", "summary", "corpus",
    "claim", "small_talk",
]  # fmt: skip

BOTH = "both"
"""The side of a passage that speaks for, or about, each side alike."""
NEUTRAL = "neutral"
"""The side of a passage that takes none: background, or the author's own judgement."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it was read. ``text`` is the cleaned text that every offset points into.

    ``corrected`` holds, as JSON, the facts that somebody corrected.
    """

    id: str
    topic: str
    origin: str
    title: str
    text: str
    content_hash: str
    kind: str = "document"
    author: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""
    note: str = ""
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. ``source.text[start:end] == text``; ``side`` and ``voice`` are its own."""

    id: str
    passage_id: str
    source_id: str
    ordinal: int
    start: int
    end: int
    text: str
    side: str = NEUTRAL
    voice: Voice = "author"


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or the part of a long one that fits the embedding model.

    ``source.text[start:end] == text``; ``paragraph`` counts from 1 through the source and
    ``section`` is the heading above it ("" before the first). ``ordinal`` orders the passages of
    a source.
    """

    id: str
    source_id: str
    ordinal: int
    section: str
    paragraph: int
    start: int
    end: int
    text: str
    side: str = NEUTRAL
    voice: Voice = "author"
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement stands: ``source.text[start:end] == quote``, exactly; ``page`` is 0 where there are none.

    ``kind`` is the source's: the words of a "brief" are Lectern's, and nobody's quotation. ``cite`` is what it is cited
    by, "Ray 2024" or "Lectern's brief of Ray 2024".
    """

    number: int
    passage_id: str
    source_id: str
    title: str
    section: str
    paragraph: int
    side: str
    voice: Voice
    quote: str
    start: int
    end: int
    url: str = ""
    page: int = 0
    kind: str = "document"
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer, with the numbers of the citations that carry it.

    ``emphasis`` holds character spans of ``text`` (start, end) that answer the question most
    directly; ``part`` names the labelled part of the answer that the statement stands in; ``reason``
    says why an unverified one is; ``support`` is the fitted probability that what it cites bears it out.
    """

    text: str
    citations: tuple[int, ...]
    status: Status
    emphasis: tuple[tuple[int, int], ...] = ()
    part: str = ""
    reason: str = ""
    support: float | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What a language model was used for: calls, tokens where it reports them, US dollars where their price is set."""

    calls: int = 0
    input_tokens: int | None = None
    output_tokens: int | None = None
    seconds: float = 0.0
    cost: float | None = None

    def __add__(self, other: Usage) -> Usage:
        """Both together; what only one of them knows is counted as that."""
        return Usage(
            self.calls + other.calls,
            _sum(self.input_tokens, other.input_tokens),
            _sum(self.output_tokens, other.output_tokens),
            round(self.seconds + other.seconds, 3),
            _sum(self.cost, other.cost),
        )


def _sum(one: Any, other: Any) -> Any:
    return other if one is None else one if other is None else one + other


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot says, the same for the page, the command line, the API and the evals.

    ``text`` is Markdown with ``[n]`` markers; ``rewritten`` is the question as it was understood
    where that differs from what was typed, and ``read_with`` the earlier one that it was read together with;
    ``score`` is the fitted probability that what is shown answers it; ``timings`` are milliseconds by stage.
    Where a language model had a part in it, ``prompts`` are the hashes of the prompts by name, ``usage`` what it
    took, ``notes`` what a reader should know of how the answer came about, and ``failure`` how the model failed:
    the answer is the extractive one then.
    """

    question: str
    outcome: Outcome
    text: str
    kind: Kind
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    follow_ups: tuple[str, ...] = ()
    rewritten: str | None = None
    read_with: str = ""
    score: float | None = None
    reason: str = ""
    engine: str = "extractive"
    timings: dict[str, float] = field(default_factory=dict)
    prompts: dict[str, str] = field(default_factory=dict)
    usage: Usage | None = None
    notes: tuple[str, ...] = ()
    failure: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain JSON-ready data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the corpus says of a claim; ``why`` names the ground in a few words.

    The label is found by laying claim and sentences side by side; a language model's, where one is set, takes its place
    where the model quotes the words that decide. The last five fields are as on :class:`Answer`.
    """

    claim: str
    label: Label
    text: str
    why: str = ""
    citations: tuple[Citation, ...] = ()
    engine: str = "extractive"
    prompts: dict[str, str] = field(default_factory=dict)
    usage: Usage | None = None
    notes: tuple[str, ...] = ()
    failure: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The verdict as plain JSON-ready data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class HitData:
    """A hit as plain data; ``quote`` is the sentence, ``passage`` the paragraph that it stands in."""

    score: float
    passage_id: str
    source_id: str
    title: str
    kind: str
    section: str
    paragraph: int
    side: str
    voice: Voice
    quote: str
    start: int
    end: int
    passage: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence found by a search, best first by ``score`` (no unit; only its order means something)."""

    score: float
    sentence: Sentence
    passage: Passage
    source: Source

    def to_dict(self) -> dict[str, Any]:
        """The hit as plain JSON-ready data: the fields of :class:`HitData`."""
        return asdict(HitData(
            self.score, self.passage.id, self.source.id, self.source.title, self.source.kind, self.passage.section,
            self.passage.paragraph, self.sentence.side, self.sentence.voice, self.sentence.text, self.sentence.start,
            self.sentence.end, self.passage.text,
        ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the debate, as the topic's data describes it."""

    id: str
    name: str
    stance: str
    paradigm: str
    statement: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that the corpus names in several ways."""

    name: str
    aliases: tuple[str, ...]
    side: str = NEUTRAL
    kind: str = "person"
    pronouns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A folder of ``corpus/``: the resolution, its sides and actors, and the files it brings."""

    id: str
    title: str
    resolution: str
    sides: tuple[Side, ...]
    actors: tuple[Actor, ...] = ()
    examples: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    folder: str = ""

    def side(self, side_id: str) -> Side | None:
        """The side of that id, or None."""
        return next((side for side in self.sides if side.id == side_id), None)


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the answer's Markdown, as it is streamed; ``afresh``: what was streamed before it is taken back."""

    text: str
    afresh: bool = False


@dataclass(frozen=True, slots=True)
class Citations:
    """The citations that the streamed text refers to."""

    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Final:
    """The end of a stream: the whole answer."""

    answer: Answer


Event = Token | Citations | Final
