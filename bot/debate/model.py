"""The nouns of a debate: formats and their speeches, the points on the flow, a round. All frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.debate.card import Card, count_words

Stance = Literal["affirmative", "negative"]
SpeechKind = Literal["constructive", "cross_examination", "rebuttal", "last"]
Turn = Literal["link", "impact"]
Player = Literal["user", "bot"]
Judge = Literal["flow", "lay", "policymaker", "tabula-rasa"]
Opponent = Literal["gentle", "fair", "strong"]
Role = Literal["argument", "answer", "comparison", "extension", "concession", "weighing", "admission"]
NoteKind = Literal[
    "empty", "overrun", "insult", "switch", "off topic", "misquote", "copied", "late", "press", "outside", "unplaced"
]
BlockRole = Literal[
    "roadmap", "notice", "argument", "answer", "comparison", "extension", "concession", "weighing", "typed"
]

JUDGES: tuple[Judge, ...] = ("flow", "lay", "policymaker", "tabula-rasa")
STANCES: tuple[Stance, Stance] = ("affirmative", "negative")
SHORT = {"affirmative": "AFF", "negative": "NEG"}


@dataclass(frozen=True, slots=True)
class Slot:
    """One speech, or one cross-examination, of a format.

    ``words`` is the budget of a speech, ``minutes`` its time where a clock is used, ``questions`` the length of
    a cross-examination, in which the slot's own side asks, or with ``crossfire`` each side in turn.
    ``answers`` says whether a constructive may answer what was said before it; ``speaker`` is 1 or 2 where a side has
    two, else 0.
    """

    id: str
    title: str
    stance: Stance
    kind: SpeechKind
    words: int = 0
    minutes: float = 0.0
    questions: int = 0
    crossfire: bool = False
    answers: bool = True
    speaker: int = 0

    @property
    def shown(self) -> str:
        """Its title, with who of two speakers gives it."""
        return f"{self.title}, {('first', 'second')[self.speaker - 1]} speaker" if self.speaker else self.title

    @property
    def speech(self) -> bool:
        """Whether it is a speech, not a cross-examination."""
        return self.kind != "cross_examination"

    @property
    def new_arguments(self) -> bool:
        """Whether new arguments may be made in it."""
        return self.kind == "constructive"


@dataclass(frozen=True, slots=True)
class Format:
    """The speeches of a round in order; ``prep`` are the minutes in each side's pool, ``wpm`` words a minute.

    With ``shells`` positions are read part by part, as policy debaters do.
    """

    id: str
    title: str
    about: str
    slots: tuple[Slot, ...]
    prep: float = 0.0
    wpm: int = 150
    shells: bool = False

    def slot(self, slot_id: str) -> Slot:
        """The slot of that id (there is one for every speech of a round)."""
        return next(slot for slot in self.slots if slot.id == slot_id)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a speech: words, then a card where there is one, then words about it.

    ``point`` is the id of the point that it puts on the flow; ``analytic`` says that no evidence carries it.
    """

    role: BlockRole
    text: str
    card: Card | None = None
    after: str = ""
    point: str = ""
    analytic: bool = False

    @property
    def spoken(self) -> str:
        """All that is said aloud."""
        card = self.card.spoken if self.card else ""
        return " ".join(part for part in (self.text, card, self.after) if part)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question in cross-examination and its answer ("" while it waits for one).

    ``target`` is the id of the point that it is about, ``wants`` the answer hoped for where it is a yes or a no.
    ``planned`` is the question as the rules have it, where a language model has worded it otherwise.
    """

    asker: Stance
    question: str
    answer: str = ""
    target: str = ""
    wants: str = ""
    card: Card | None = None
    planned: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark of the flow on what a person said that is no argument; ``about`` are the words it is about."""

    kind: NoteKind
    text: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """What was said in one slot: blocks, or the exchanges of a cross-examination.

    ``typed`` is what a person wrote, whole; ``heard`` how many of its words fell within the budget. ``engine`` is
    what worded a speech of the bot's, and ``remarks`` what there is to say about that.
    """

    slot: str
    stance: Stance
    by: Player
    blocks: tuple[Block, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    typed: str = ""
    heard: int = 0
    notes: tuple[Note, ...] = ()
    engine: str = "extractive"
    remarks: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """How many words were spoken."""
        return self.heard or sum(count_words(block.spoken) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Point:
    """One cell of the flow: what a side said in one speech about one row.

    ``row`` is the id of the argument that the row is about (its own id for an argument); ``answers`` and
    ``extends`` are the ids of the points that it meets or repeats, ``node`` the entry of the argument bank behind it.
    A ``comparison`` meets a point by weighing what is on the flow, and asks for no reply. An ``admission`` was
    granted in cross-examination on the point that it ``answers``, and counts once a later point of the other side
    ``extends`` it. ``late`` marks a new argument where none may be made; ``copied`` one that repeats the other
    side's own words; ``misquotes`` are quotations in it that no source has; ``attack`` is the kind of move that a
    person made (an id of ``attacks.yaml``), "" for what argues on its own; ``kind`` the kind of evidence that
    carries it where no card was read. An argument without ``offence`` only denies: it takes from the other side and
    wins nothing.
    """

    id: str
    slot: str
    stance: Stance
    role: Role
    label: str
    text: str
    row: str
    answers: str = ""
    extends: str = ""
    node: str = ""
    turn: Turn | None = None
    cards: tuple[str, ...] = ()
    evidence: bool = False
    warrant: bool = False
    late: bool = False
    copied: bool = False
    misquotes: tuple[str, ...] = ()
    attack: str = ""
    kind: str = ""
    offence: bool = True


@dataclass(frozen=True, slots=True)
class Round:
    """A debate as far as it has come; every step makes a new one.

    ``sides`` are the ids of the sides that speak affirmative and negative, ``players`` who speaks for
    them; ``prep`` the seconds left in each pool; ``opponent`` how hard the bot plays.
    """

    id: str
    title: str
    topic: str
    resolution: str
    format: Format
    sides: tuple[str, str]
    players: tuple[Player, Player]
    seed: int = 0
    opponent: Opponent = "strong"
    speeches: tuple[Speech, ...] = ()
    points: tuple[Point, ...] = ()
    prep: tuple[float, float] = (0.0, 0.0)
    created: str = ""
    changed: str = ""
    corrections: tuple[str, ...] = field(default=())

    def side(self, stance: Stance) -> str:
        """The id of the side that speaks for a stance."""
        return self.sides[STANCES.index(stance)]

    def player(self, stance: Stance) -> Player:
        """Who speaks for a stance."""
        return self.players[STANCES.index(stance)]

    def point(self, point_id: str) -> Point:
        """The point of that id (the flow holds every id that it refers to)."""
        return next(point for point in self.points if point.id == point_id)

    @property
    def next_slot(self) -> Slot | None:
        """The slot that is to be spoken or goes on; None when the round is over."""
        done = len(self.speeches)
        if self.speeches and not self.whole(self.speeches[-1]):
            return self.format.slot(self.speeches[-1].slot)
        return self.format.slots[done] if done < len(self.format.slots) else None

    def whole(self, speech: Speech) -> bool:
        """Whether nothing more is to be said in a speech's slot."""
        slot = self.format.slot(speech.slot)
        if slot.speech:
            return True
        return len(speech.exchanges) >= slot.questions and all(one.answer for one in speech.exchanges)


def other(stance: Stance) -> Stance:
    """The opposing stance."""
    return "negative" if stance == "affirmative" else "affirmative"
