"""Keeps the blocks and cards of a person's own in the corpus database, in the order in which they came."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Engine, delete, func, insert, select
from sqlalchemy.exc import DBAPIError

from bot.debate.brought import Brought
from bot.errors import RoundError
from bot.sources.schema import blocks

MOST = 2_000
"""Blocks and cards that one person may have on one topic."""
_ADAPTER: TypeAdapter[Brought] = TypeAdapter(Brought)


class Shelf:
    """The blocks of one owner on one topic; "" is the local user."""

    def __init__(self, engine: Engine, topic: str, owner: str = "") -> None:
        self._engine = engine
        self._topic = topic
        self._owner = owner

    def entries(self) -> list[Brought]:
        """All of them, in their order; what an earlier version wrote and this one does not know is left out."""
        query = select(blocks.c.data).where(*self._own()).order_by(blocks.c.place)
        with self._engine.connect() as connection:
            rows = connection.execute(query).scalars().all()
        return [one for data in rows if (one := _read(data)) is not None]

    def put(self, given: Sequence[Brought]) -> int:
        """Keeps what is not there yet; how many that were.

        Raises:
            RoundError: they are more than one person may keep, or the database takes no more.
        """
        there = {one.id for one in self.entries()}
        fresh = {one.id: one for one in given if one.id not in there}
        if len(there) + len(fresh) > MOST:
            raise RoundError(
                f"{len(fresh)} blocks beside the {len(there)} that are there are more than {MOST:,}: "
                "split the file, or take some away first."
            )
        if not fresh:
            return 0
        try:
            with self._engine.begin() as connection:
                last = connection.execute(select(func.max(blocks.c.place)).where(*self._own())).scalar() or 0
                rows = [self._row(one, last + at) for at, one in enumerate(fresh.values(), 1)]
                connection.execute(insert(blocks), rows)
        except DBAPIError as error:
            raise RoundError(
                f"The blocks cannot be kept ({error.orig}). Check that the data folder has room."
            ) from error
        return len(fresh)

    def remove(self, ids: Collection[str]) -> int:
        """Forgets some of them; how many there were."""
        keys = [self._key(one) for one in ids]
        with self._engine.begin() as connection:
            return int(connection.execute(delete(blocks).where(*self._own(), blocks.c.id.in_(keys))).rowcount)

    def _row(self, one: Brought, place: int) -> dict[str, object]:
        data = _ADAPTER.dump_json(one).decode()
        return {"id": self._key(one.id), "topic": self._topic, "owner": self._owner, "place": place, "data": data}

    def _key(self, block: str) -> str:
        """The key of a block: its own id, of this person and topic."""
        said = "\x1f".join((self._owner, self._topic, block))
        return hashlib.sha256(said.encode()).hexdigest()[:32]

    def _own(self) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return blocks.c.owner == self._owner, blocks.c.topic == self._topic


def _read(data: str) -> Brought | None:
    try:
        return _ADAPTER.validate_json(data)
    except ValidationError:
        return None
