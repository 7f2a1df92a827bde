"""What debates need of the bot, made when first asked for and again when the corpus has changed."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from bot.debate.formats import load_format
from bot.debate.keeping import Keeper, from_json, on_topic
from bot.debate.model import JUDGES, Opponent, Player, Round, Stance
from bot.errors import LecternError
from bot.model import Topic
from bot.settings import Settings
from bot.ui.owners import Owners
from bot.ui.rights import may_add
from bot.ui.warming import Warming

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.debate.advising import Due
    from bot.debate.ballot import Ballot
    from bot.debate.coaching import Coach
    from bot.debate.debating import Debating
    from bot.debate.drills import Driller
    from bot.debate.learning import Learning
    from bot.debate.shelf import Shelf
    from bot.sources.reading.marked import Marked


class Room:
    """Rounds on the bot's topic: moves that are saved as they are made, advice, ballots, the kept rounds."""

    def __init__(self, warming: Warming) -> None:
        self._warming = warming
        self.owners = Owners()
        self._lock = threading.Lock()
        self._reader: object = None
        self._debating: Debating | None = None
        warming.on_switch(self.forget)

    def ready(self, seconds: float) -> bool:
        """Waits for the bot, at most so long; True where it is open or has failed to."""
        return self._warming.wait(seconds)

    @property
    def topic(self) -> Topic:
        """The topic that is open."""
        return self._warming.topic

    @property
    def debating(self) -> Debating:
        """The engine over the corpus as it is now.

        Raises:
            LecternError: the bot is not open.
        """
        bot = self._warming.bot()
        with self._lock:
            if self._debating is None or self._reader is not bot.reader:
                from bot.debate.debating import Debating

                self._debating, self._reader = Debating(bot), bot.reader
            return self._debating

    def forget(self) -> None:
        """Lets go of the engine, which is made anew when it is next asked for: the corpus or the bank is another."""
        with self._lock:
            self._debating = self._reader = None

    @property
    def settings(self) -> Settings:
        """The settings of the page."""
        return self._warming.settings

    def debating_of(self, held: Round) -> Debating:
        """The engine for a round.

        Raises:
            RoundError: the round is on another topic than the one that is open.
            LecternError: the bot is not open.
        """
        on_topic(held, self.topic.id)
        debating = self.debating
        on_topic(held, debating.topic.id)
        return debating

    def waits_for(self, held: Round | None) -> Player | None:
        """Who is to move next in a round; None where it is over, and while no move can be made."""
        try:
            return self.debating_of(held).waits_for(held) if held else None
        except LecternError:
            return None

    @property
    def coach(self) -> Coach:
        """The coach over the same bank."""
        from bot.debate.coaching import Coach

        return Coach(self.debating)

    @property
    def driller(self) -> Driller:
        """What sets and scores drills over the same bank."""
        from bot.debate.drills import Driller

        return Driller(self.debating)

    def learning(self, request: gr.Request) -> Learning:
        """What whoever sent the request learns to answer.

        Raises:
            LecternError: the bot is not open.
        """
        from bot.debate.learning import Learning

        return Learning(*self._theirs(request))

    def shelf(self, request: gr.Request) -> Shelf:
        """The blocks of whoever sent the request.

        Raises:
            LecternError: the bot is not open.
        """
        from bot.debate.shelf import Shelf

        return Shelf(*self._theirs(request))

    def may_bring(self, request: gr.Request) -> None:
        """Lets pass who may have a file read: whoever may add documents.

        Raises:
            RightsError: they may not.
            RateError: they have asked for as much as they may within the last minute.
        """
        settings = self._warming.settings
        may_add(request, settings, settings.uploads != "shared")
        self.count(request)

    def marked(self, path: Path) -> list[Marked]:
        """The paragraphs of a debater's Word file with what is marked in them.

        Raises:
            SourceError: it cannot be read; the message says why.
        """
        from bot.sources.reading.limits import Limits
        from bot.sources.reading.process import read_marked

        return read_marked(path.read_bytes(), path.name, Limits.of(self._warming.settings))

    def keeper(self, request: gr.Request) -> Keeper:
        """The kept rounds of the topic that belong to whoever sent the request.

        Raises:
            LecternError: the bot is not open.
        """
        return Keeper(*self._theirs(request))

    def _theirs(self, request: gr.Request) -> tuple[Engine, str, str]:
        """Where what belongs to whoever sent the request is kept: the database, the topic, the owner."""
        bot = self._warming.bot()
        return bot.store.engine, bot.topic.id, self.owners.of(request)

    def count(self, request: gr.Request) -> None:
        """Counts a move of whoever sent the request, as a question is counted.

        Raises:
            RateError: they have made as many as they may within the last minute.
        """
        self._warming.rate.take(request)

    def begin(
        self, name: str, user: Stance | None, opens: Stance | None, opponent: Opponent, seed: int, wpm: int,
        request: gr.Request,
    ) -> Round:  # fmt: skip
        """A new round, kept from the start.

        Raises:
            FormatError: the format cannot be used.
        """
        form = replace(load_format(name, self._warming.settings.data_dir, opens), wpm=wpm)
        return self.kept(self.debating.begin(form, user, seed, opponent=opponent), request)

    def kept(self, held: Round, request: gr.Request) -> Round:
        """The round, saved.

        Raises:
            RoundError: it cannot be, or it is on another topic than the one that is open.
        """
        on_topic(held, self.topic.id)
        self.keeper(request).save(held)
        return held

    def again(self, held: Round, request: gr.Request) -> Round:
        """The same format with the sides swapped and another draw."""
        players = {"affirmative": held.player("negative"), "negative": held.player("affirmative")}
        user: Stance | None = next((stance for stance, who in players.items() if who == "user"), None)  # type: ignore[misc]
        begun = self.debating_of(held).begin(held.format, user, held.seed + 1, opponent=held.opponent)
        return self.kept(begun, request)

    def due(self, held: Round, stance: Stance) -> list[Due]:
        """What the next speech of a side must answer."""
        return self.debating_of(held).adviser.due(held, stance)

    def ballot(self, held: Round) -> Ballot | None:
        """The ballot as the round stands; None before both sides have spoken."""
        from bot.debate.ballot import judge

        spoken = {speech.stance for speech in held.speeches if held.format.slot(speech.slot).speech}
        return judge(held) if len(spoken) == 2 else None

    def ballots(self, held: Round) -> list[Ballot]:
        """The ballots of all judges as the round stands, the flow judge's first; none before both sides have spoken."""
        from bot.debate.ballot import judge

        return [judge(held, name) for name in JUDGES] if self.ballot(held) else []

    def imported(self, text: str, request: gr.Request) -> Round:
        """A round from its JSON, kept; under an id of its own where another round has that id.

        Raises:
            RoundError: it is not a round, or one on another topic.
        """
        held = on_topic(from_json(text), self._warming.bot().topic.id)
        keeper = self.keeper(request)
        own = any(entry.id == held.id for entry in keeper.entries())
        if not keeper.free(held.id) and not (own and keeper.open(held.id) == held):
            held = replace(held, id=self.debating.begin(held.format, None).id)
        return self.kept(held, request)
