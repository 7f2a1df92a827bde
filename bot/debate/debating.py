"""Debates on one topic: begins a round, takes its speeches in one by one, and says what comes next."""

from __future__ import annotations

import uuid
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property, partial
from itertools import islice
from pathlib import Path

from bot.answer.checking.verifier import Verifier
from bot.bot import Bot
from bot.debate import phrases
from bot.debate.acts import Acts
from bot.debate.advising import Adviser
from bot.debate.ballot import Ballot
from bot.debate.bank import FILE, Bank, read_bank
from bot.debate.bankform import bank_of, form_file, read_rows
from bot.debate.card import Card
from bot.debate.cards import Cutter
from bot.debate.fluency import Fluent
from bot.debate.hearing import Hearer
from bot.debate.issues import issues_of
from bot.debate.listening import Listener
from bot.debate.matching import Matcher
from bot.debate.mining import mine
from bot.debate.model import Exchange, Format, Opponent, Player, Point, Round, Slot, Speech, Stance, other
from bot.debate.placing import Placer
from bot.debate.questions import PASSED, Questioner, admits
from bot.debate.speaking import Speaker
from bot.debate.unknown import Researcher
from bot.debate.witness import Witness
from bot.debate.wording import Wording
from bot.errors import RoundError
from bot.model import Topic
from bot.models import LanguageModel

FEWEST = 3
"""Arguments for each side that a round needs."""
END = "/done"
"""What a person types to end their questions early."""


class Debating:
    """Speaks, hears, asks and answers in rounds on a bot's topic. Rounds are values: each step returns a new one."""

    def __init__(self, bot: Bot) -> None:
        self.topic = bot.topic
        self.content = content = bot.reader.content
        self.bank = _bank(bot)
        self.cutter = Cutter(content)
        self.researcher = Researcher(bot.reader, self.cutter)
        self.adviser = Adviser(self.bank, self.cutter, self.researcher)
        self.speaker = Speaker(bot.topic, self.bank, self.cutter, self.researcher)
        self.embedder = bot.embedder
        self._bot = bot
        self._fluent = self._fluency(bot.model)

    @cached_property
    def issue_of(self) -> dict[str, str]:
        """What each argument of the bank is about: an issue's id, by the argument's."""
        return issues_of([node for node in self.bank.nodes if node.argument], self._bot.embedder)

    @property
    def written(self) -> bool:
        """Whether the topic's own folder holds its bank."""
        return _own_file(self.topic).is_file()

    @property
    def lacking(self) -> str:
        """Why no round can begin on the topic, and what to do about it; "" where one can."""
        if len(self.topic.sides) < 2:
            return "A round needs two sides, and this topic has none: name them under “Edit it” in the Sources tab."
        for side in self.topic.sides:
            count = len(self.bank.arguments(side.id))
            if count < FEWEST:
                return (
                    f"A round needs {FEWEST} arguments for each side, and there {'is' if count == 1 else 'are'} "
                    f"{count or 'none'} of {side.name}. Press “Coach me instead” to work with what there is; make "
                    "arguments yourself under “Prepare”; or add documents that tell what this side holds."
                )
        return ""

    def worded_by(self, model: LanguageModel | None) -> Debating:
        """The same debating, its words by a language model, or by the program alone for None."""
        worded = copy(self)
        worded._fluent = self._fluency(model)
        return worded

    def _fluency(self, model: LanguageModel | None) -> Fluent | None:
        if model is None:
            return None
        content = self._bot.reader.content
        verifier = Verifier(self._bot.answerer.support, content.vocabulary, content.briefs)
        return Fluent(model, Wording(verifier, content.vocabulary))

    def explained(self, ballot: Ballot) -> str:
        """The reason for decision, in the model's words where there is one that keeps to it."""
        return self._fluent.explained(ballot) if self._fluent else ballot.rfd

    def cards(self, query: str = "", side: str | None = None, k: int = 8) -> list[Card]:
        """The ``k`` best cards on a matter, or with none those of the bank's own arguments, read by a side.

        ``side`` is a side's id; None is the topic's first.

        Raises:
            TopicError: there is no such side.
        """
        self._bot.require_side(side)
        reads = side or next((one.id for one in self.topic.sides), "")
        if query.strip():
            return [self.cutter.of_sentence(hit.sentence, reads) for hit in self._bot.search(query, k)]
        own = (card for node in self.bank.arguments(reads) for card in self.cutter.cards(node))
        return list(islice(own, k))

    @cached_property
    def matcher(self) -> Matcher:
        """What finds the argument that a text makes or meets."""
        return Matcher(self._bot.embedder, self._bot.reader.content.vocabulary)

    @cached_property
    def hearer(self) -> Hearer:
        """What reads a person's speeches."""
        return Hearer(Placer(self.bank, self.matcher, Acts(self._bot.embedder)), self.researcher, self._bot.sources())

    @cached_property
    def questioner(self) -> Questioner:
        """What asks and answers in cross-examination."""
        bot = self._bot
        witness = Witness(self.bank, self.cutter, bot.reader, bot.answerer, self.matcher, bot.embedder)
        return Questioner(self.bank, self.cutter, witness)

    def begin(
        self, form: Format, user: Stance | None, seed: int = 0, title: str = "", opponent: Opponent = "strong"
    ) -> Round:
        """A new round; ``user`` is the stance that a person speaks for, None where the bot plays itself.

        Raises:
            RoundError: the topic has too little to debate; the message says what it lacks.
        """
        if self.lacking:
            raise RoundError(self.lacking)
        return self.staged(form, user, seed, title, opponent)

    def staged(
        self, form: Format, user: Stance | None, seed: int = 0, title: str = "", opponent: Opponent = "strong"
    ) -> Round:
        """As :meth:`begin`, for a coach: with however few arguments there are.

        Raises:
            RoundError: the topic has no two sides.
        """
        if len(self.topic.sides) < 2:
            raise RoundError(self.lacking)
        sides = {side.stance: side for side in self.topic.sides}
        names = " v. ".join(sides[stance].name for stance in ("affirmative", "negative"))
        players: tuple[Player, Player] = (
            "user" if user == "affirmative" else "bot",
            "user" if user == "negative" else "bot",
        )
        now = _now()
        return Round(
            id=uuid.uuid4().hex[:12], title=title or f"{names}, {form.title.lower()}", topic=self.topic.id,
            resolution=self.topic.resolution, format=form,
            sides=(sides["affirmative"].id, sides["negative"].id), players=players, seed=seed,
            opponent=opponent,
            prep=(form.prep * 60, form.prep * 60), created=now, changed=now,
        )  # fmt: skip

    def waits_for(self, held: Round) -> Player | None:
        """Who is to speak, ask or answer next; None when the round is over."""
        slot = held.next_slot
        if slot is None:
            return None
        if slot.speech:
            return held.player(slot.stance)
        exchanges = _exchanges(held, slot)
        if exchanges and not exchanges[-1].answer:
            return held.player(other(exchanges[-1].asker))
        return held.player(_asker(slot, len(exchanges)))

    def step(self, held: Round) -> Round:
        """The bot's next move: a speech, a question or an answer.

        Raises:
            RoundError: it is not the bot's turn.
        """
        slot = held.next_slot
        if slot is None or self.waits_for(held) != "bot":
            raise RoundError("It is not the bot's turn." if slot else "The round is over.")
        if slot.speech:
            planned, points = self.speaker.speak(held, slot)
            if self._fluent is not None:
                planned, points = self._fluent.reasoned(held, slot, planned, points)
                planned = self._fluent.speech(held, slot, planned, self.bank.mined)
            return _with_speech(held, planned, points)
        exchanges = _exchanges(held, slot)
        if exchanges and not exchanges[-1].answer:
            last = exchanges[-1]
            said = self.questioner.reply(held, last.planned or last.question, other(last.asker), last.target)
            said = replace(said, question=last.question, planned=last.planned)
            return _answered(held, slot, self._fluent.answer(said) if self._fluent else said)
        asked = self.questioner.ask(held, slot, _asker(slot, len(exchanges)))
        return _asked(held, slot, self._fluent.question(asked) if self._fluent and not asked.answer else asked)

    def run(self, held: Round) -> Round:
        """All of the bot's moves until a person is to speak or the round is over."""
        while self.waits_for(held) == "bot":
            held = self.step(held)
        return held

    def hear(self, held: Round, text: str) -> Round:
        """A person's move: their speech, their question, or their answer, whichever is due.

        Raises:
            RoundError: it is not a person's turn.
        """
        # What a terminal could not decode comes as half a character, which no database takes.
        text = text.encode("utf-8", "replace").decode("utf-8")
        slot = held.next_slot
        if slot is None or self.waits_for(held) != "user":
            raise RoundError("It is not your turn." if slot else "The round is over; begin another.")
        if slot.speech:
            return self._listened(held, slot, _with_speech(held, *self.hearer.hear(held, slot, text)))
        exchanges = _exchanges(held, slot)
        words = " ".join(text.split())
        if exchanges and not exchanges[-1].answer:
            last = exchanges[-1]
            return _answered(held, slot, replace(last, answer=words or "(no answer)"))
        if not words or words == END:
            return self._ended(held, slot)
        return _asked(held, slot, Exchange(_asker(slot, len(exchanges)), words))

    def _listened(self, before: Round, slot: Slot, heard: Round) -> Round:
        """A speech as a language model hears it too, where there is one."""
        if self._fluent is None:
            return heard
        listener = Listener(self._fluent.model)
        named = partial(self.hearer.named, before, slot)
        return listener.heard(heard, named, partial(self.hearer.point, before, slot))

    def _ended(self, held: Round, slot: Slot) -> Round:
        """The questions left are passed over."""
        exchanges = _exchanges(held, slot)
        passed = [Exchange(_asker(slot, at), PASSED, PASSED) for at in range(len(exchanges), slot.questions)]
        return _with_exchanges(held, slot, (*exchanges, *passed))


def _own_file(topic: Topic) -> Path:
    return Path(topic.folder) / FILE


def _bank(bot: Bot) -> Bank:
    """The topic's own bank; else one that a person made in the form; else one mined from its sources."""
    path, content = _own_file(bot.topic), bot.reader.content
    if path.is_file():
        return read_bank(path, bot.topic, content.own_sentences)
    rows = read_rows(form_file(bot.settings.data_dir, bot.topic.id))
    return bank_of(rows, content, bot.embedder) if rows else mine(content, bot.embedder)


def _asker(slot: Slot, number: int) -> Stance:
    return other(slot.stance) if slot.crossfire and number % 2 else slot.stance


def _exchanges(held: Round, slot: Slot) -> tuple[Exchange, ...]:
    last = held.speeches[-1] if held.speeches else None
    return last.exchanges if last is not None and last.slot == slot.id else ()


def _with_exchanges(held: Round, slot: Slot, exchanges: tuple[Exchange, ...]) -> Round:
    speeches = held.speeches
    if speeches and speeches[-1].slot == slot.id:
        speeches = speeches[:-1]
    speech = Speech(slot.id, slot.stance, held.player(slot.stance), exchanges=exchanges)
    return replace(held, speeches=(*speeches, speech), changed=_now())


def _asked(held: Round, slot: Slot, exchange: Exchange) -> Round:
    return _with_exchanges(held, slot, (*_exchanges(held, slot), exchange))


def _answered(held: Round, slot: Slot, exchange: Exchange) -> Round:
    done = _with_exchanges(held, slot, (*_exchanges(held, slot)[:-1], exchange))
    if not exchange.target or not admits(exchange):
        return done
    target = held.point(exchange.target)
    said = phrases.exchange(exchange.question, exchange.answer)
    if any(point.role == "admission" and point.text == said for point in held.points):
        return done
    number = sum(point.slot == slot.id for point in held.points) + 1
    point = Point(
        id=f"{slot.id}.{number}", slot=slot.id, stance=other(exchange.asker), role="admission", label=target.label,
        text=said, row=target.row, answers=target.id,
    )  # fmt: skip
    return replace(done, points=(*done.points, point))


def _with_speech(held: Round, speech: Speech, points: tuple[Point, ...]) -> Round:
    """The round with a speech taken in: its points get their ids, and its blocks point to them."""
    ids = [f"{speech.slot}.{at}" for at in range(1, len(points) + 1)]
    named = tuple(replace(point, id=key, row=point.row or key) for key, point in zip(ids, points, strict=True))
    blocks = tuple(
        replace(block, point=ids[int(block.point[1:])]) if block.point.startswith("#") else block
        for block in speech.blocks
    )
    return replace(
        held, speeches=(*held.speeches, replace(speech, blocks=blocks)), points=(*held.points, *named), changed=_now()
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
