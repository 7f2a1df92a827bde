"""Keeps rounds in the corpus database as they go: saved, listed, reopened, renamed, deleted; and as JSON."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Engine, delete, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.answer.conversations import Kept
from bot.debate.model import Block, Round
from bot.errors import RoundError
from bot.sources.schema import rounds

FORMAT = 1
"""The version of the JSON of a round."""
_ADAPTER: TypeAdapter[Round] = TypeAdapter(Round)


class Keeper:
    """The rounds of one topic in one database that belong to one owner; "" is the local user."""

    def __init__(self, engine: Engine, topic: str, owner: str = "") -> None:
        self._engine = engine
        self._topic = topic
        self._owner = owner

    def save(self, held: Round) -> None:
        """Keeps a round in place of what was kept under its id, all or nothing.

        Raises:
            RoundError: the database takes no more, or cannot be written.
        """
        row = {"topic": held.topic, "title": held.title, "changed": held.changed, "data": to_json(held)}
        try:
            with self._engine.begin() as connection:
                done = connection.execute(update(rounds).where(*self._own(held.id)).values(**row))
                if not done.rowcount:
                    connection.execute(insert(rounds).values(id=held.id, owner=self._owner, **row))
        except IntegrityError as error:
            raise RoundError(f"The round {held.id!r} is somebody else's; begin one of your own.") from error
        except DBAPIError as error:
            raise RoundError(
                f"The round cannot be saved ({error.orig}). Check that the data folder has room."
            ) from error

    def entries(self) -> list[Kept]:
        """The kept rounds, the latest first."""
        query = select(rounds.c.id, rounds.c.title, rounds.c.changed).where(
            rounds.c.topic == self._topic, rounds.c.owner == self._owner
        )
        with self._engine.connect() as connection:
            return [Kept(*row) for row in connection.execute(query.order_by(rounds.c.changed.desc()))]

    def rounds(self, most: int) -> list[Round]:
        """The kept rounds that were changed last, so many at most; what is not one of this version's is left out."""
        query = select(rounds.c.data).where(rounds.c.topic == self._topic, rounds.c.owner == self._owner)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(rounds.c.changed.desc()).limit(most)).scalars().all()
        found = []
        for data in rows:
            with suppress(RoundError):
                found.append(from_json(data))
        return found

    def open(self, round_id: str) -> Round:
        """The round of that id as it was left.

        Raises:
            RoundError: there is none, or it is on another topic.
        """
        query = select(rounds.c.data).where(*self._own(round_id))
        with self._engine.connect() as connection:
            data = connection.execute(query).scalar()
        if data is None:
            there = ", ".join(entry.id for entry in self.entries()[:10])
            raise RoundError(f"There is no round {round_id!r}. There: {there or 'none'}.")
        return on_topic(from_json(data), self._topic)

    def free(self, round_id: str) -> bool:
        """Whether no round, of whatever owner, has that id."""
        with self._engine.connect() as connection:
            return connection.execute(select(rounds.c.id).where(rounds.c.id == round_id)).first() is None

    def rename(self, round_id: str, title: str) -> Round:
        """Gives a round another title.

        Raises:
            RoundError: there is no such round, or the title is empty.
        """
        words = " ".join(title.split())[:200]
        if not words:
            raise RoundError("A round needs a title.")
        held = replace(self.open(round_id), title=words)
        self.save(held)
        return held

    def delete(self, round_id: str) -> bool:
        """Forgets a round; False if there was none."""
        with self._engine.begin() as connection:
            return bool(connection.execute(delete(rounds).where(*self._own(round_id))).rowcount)

    def _own(self, round_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return rounds.c.id == round_id, rounds.c.owner == self._owner


def on_topic(held: Round, topic: str) -> Round:
    """The round, if it is on that topic.

    Raises:
        RoundError: it is on another one.
    """
    if held.topic != topic:
        raise RoundError(
            f"The round “{held.title}” is on the topic {held.topic!r}, and open is {topic!r}. It is kept as it stands: "
            f"open {held.topic!r} to go on with it (LECTERN_TOPIC, or the Sources tab)."
        )
    return held


def to_json(held: Round) -> str:
    """A round as JSON that :func:`from_json` reads back without loss."""
    body: dict[str, Any] = _ADAPTER.dump_python(held, mode="json")
    return TypeAdapter(dict[str, Any]).dump_json({"lectern_round": FORMAT, **body}, indent=1).decode()


def from_json(text: str) -> Round:
    """The round in some JSON.

    Raises:
        RoundError: it is not one of this version's; the message says what is wrong and where.
    """
    try:
        data = TypeAdapter(dict[str, Any]).validate_json(text)
        if data.pop("lectern_round", None) != FORMAT:
            raise RoundError('This is not a round of Lectern: its JSON begins with "lectern_round": 1.')
        held = _ADAPTER.validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise RoundError(f"This is not a round of Lectern: {where}: {first['msg']}.") from error
    return _sound(held)


def _sound(held: Round) -> Round:
    """The round if all that it refers to is there."""
    slots = {slot.id for slot in held.format.slots}
    ids = {point.id for point in held.points}
    for speech in held.speeches:
        if speech.slot not in slots:
            raise RoundError(f"This round has a speech {speech.slot!r} that its format has no place for.")
        for block in speech.blocks:
            _sound_block(block, speech.slot, ids)
        for exchange in speech.exchanges:
            if exchange.target and exchange.target not in ids:
                raise RoundError(
                    f"A question in {speech.slot} is about {exchange.target!r}, which is not in the round."
                )
    _sound_order(held)
    return _sound_points(held, slots)


def _sound_block(block: Block, slot: str, ids: set[str]) -> None:
    if block.point and block.point not in ids:
        raise RoundError(f"A block of {slot} is of the point {block.point!r}, which is not in the round.")
    card = block.card
    if card is not None and any(not 0 <= start < end <= len(card.body) for start, end in card.read):
        raise RoundError(f"The card {card.id!r} in {slot} reads words that its body does not have.")


def _sound_order(held: Round) -> None:
    given = [speech.slot for speech in held.speeches]
    if given != [slot.id for slot in held.format.slots][: len(given)]:
        raise RoundError("The speeches of this round are not in the order of its format.")
    if held.format.wpm <= 0:
        raise RoundError("The format of this round has no speaking rate: format.wpm must be above 0.")


def _sound_points(held: Round, slots: set[str]) -> Round:
    """The round if each point is one of a kind and refers only to points made before it, or to itself."""
    known: set[str] = set()
    for point in held.points:
        if point.id in known or point.slot not in slots:
            raise RoundError(f"The point {point.id!r} of this round is there twice, or of no speech.")
        known.add(point.id)
        if point.row not in known:
            raise RoundError(f"The point {point.id!r} of this round stands in no row: {point.row!r}.")
        for key in (point.answers, point.extends):
            if key and (key not in known or key == point.id):
                raise RoundError(
                    f"The point {point.id!r} of this round refers to {key!r}, which was not made before it."
                )
    return held
