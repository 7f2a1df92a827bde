"""Keeps conversations in the corpus database as they go: saved, listed, opened, renamed, deleted; and as files.

A conversation is its answers in order, each with the question as it was typed. The owner is "" for the local user.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Engine, delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from bot.answer.render import escape, plain
from bot.errors import StoreError
from bot.model import Answer
from bot.search.terms import fold
from bot.sources.citing import articles_told, quoted
from bot.sources.schema import chats

MOST = 500
"""Conversations that are listed, the latest first."""
TITLE = 90
_ANSWERS: TypeAdapter[tuple[Answer, ...]] = TypeAdapter(tuple[Answer, ...])


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept conversation or round as a list shows it; ``changed`` is in ISO 8601, UTC."""

    id: str
    title: str
    changed: str


class Conversations:
    """The conversations of one owner on one topic in one database."""

    def __init__(self, engine: Engine, topic: str, owner: str = "") -> None:
        self._engine, self._topic, self._owner = engine, topic, owner

    def save(self, answers: Sequence[Answer], chat_id: str = "") -> str:
        """Keeps a conversation in place of what was kept under its id, or under a new one; returns the id.

        Raises:
            StoreError: the database cannot be written.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        row = {"changed": now, "data": _ANSWERS.dump_json(tuple(answers)).decode()}
        try:
            with self._engine.begin() as connection:
                if chat_id and connection.execute(update(chats).where(*self._own(chat_id)).values(**row)).rowcount:
                    return chat_id
                made = secrets.token_urlsafe(9)
                title = shortened(answers[0].question) if answers else ""
                values = {"id": made, "topic": self._topic, "owner": self._owner, "title": title, **row}
                connection.execute(insert(chats).values(**values))
                return made
        except DBAPIError as error:
            raise StoreError(f"The conversation cannot be saved ({error.orig}): see that the disk has room.") from error

    def entries(self, words: str = "") -> list[Kept]:
        """What is kept, the latest first; only what has all of the words in its title or in what was said."""
        mine = (chats.c.topic == self._topic, chats.c.owner == self._owner)
        columns = [chats.c.id, chats.c.title, chats.c.changed, *([chats.c.data] if words.strip() else [])]
        query = select(*columns).where(*mine).order_by(chats.c.changed.desc()).limit(MOST)
        with self._engine.connect() as connection:
            return [Kept(*row[:3]) for row in connection.execute(query) if has_words(words, row[1], _said(*row[3:]))]

    def open(self, chat_id: str) -> tuple[Answer, ...]:
        """The answers of a conversation; none where there is no such one, or it is somebody else's.

        Raises:
            StoreError: what is kept cannot be read.
        """
        with self._engine.connect() as connection:
            data = connection.execute(select(chats.c.data).where(*self._own(chat_id))).scalar()
        try:
            return _ANSWERS.validate_json(data) if data else ()
        except ValidationError as error:
            raise StoreError("This conversation was kept by another version of Lectern and cannot be read.") from error

    def rename(self, chat_id: str, title: str) -> bool:
        """Gives a conversation another title; False where there is none, or the title is empty."""
        words = shortened(title)
        if not words:
            return False
        with self._engine.begin() as connection:
            return bool(connection.execute(update(chats).where(*self._own(chat_id)).values(title=words)).rowcount)

    def delete(self, chat_id: str) -> dict[str, str] | None:
        """Forgets a conversation; what :meth:`restore` takes to bring it back, None where there was none."""
        with self._engine.begin() as connection:
            row = connection.execute(select(chats).where(*self._own(chat_id))).mappings().one_or_none()
            connection.execute(delete(chats).where(*self._own(chat_id)))
        return dict(row) if row is not None else None

    def restore(self, row: dict[str, str]) -> None:
        """Brings back what was deleted."""
        with self._engine.begin() as connection:
            connection.execute(insert(chats).values(**{**row, "topic": self._topic, "owner": self._owner}))

    def _own(self, chat_id: str) -> tuple[ColumnElement[bool], ...]:
        return chats.c.id == chat_id, chats.c.owner == self._owner, chats.c.topic == self._topic


def shortened(text: str) -> str:
    """A title of one line."""
    words = " ".join(text.split())
    return words if len(words) <= TITLE else f"{words[: TITLE - 1].rstrip()}…"


def as_markdown(title: str, answers: Sequence[Answer]) -> str:
    """A whole conversation as Markdown: questions as headings, answers, and below each what it cites."""
    parts = [f"# {escape(title)}"]
    for answer in answers:
        cited = [f"{line}  " for line in map(escape, map(quoted, answer.citations))]
        # What is a marker here would be a link elsewhere.
        text = answer.text.replace("[", "\\[").replace("\\\\[", "\\[")
        parts += [f"## {escape(answer.question)}", text, "\n".join(cited)]
    parts += map(escape, articles_told(one for answer in answers for one in answer.citations))
    return "\n\n".join(part for part in parts if part) + "\n"


def has_words(words: str, *texts: str) -> bool:
    """Whether all of the words stand in the texts; letter case and accents aside."""
    there = fold(" ".join(texts))
    return all(word in there for word in fold(words).split())


def _said(data: str = "") -> str:
    """The questions and answers of a kept conversation, as far as they can be read."""
    answers = json.loads(data) if data else []
    return " ".join(f"{one.get('question', '')} {plain(one.get('text', ''))}" for one in answers)
