"""What debates need of the bot, made when first asked for and again when the corpus has changed."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.debate.formats import load_format
from bot.debate.model import Round, Stance
from bot.errors import RoundError
from bot.model import Topic
from bot.ui.warming import Warming

if TYPE_CHECKING:
    from bot.debate.advising import Due
    from bot.debate.ballot import Ballot
    from bot.debate.coaching import Coach
    from bot.debate.debating import Debating
    from bot.debate.keeping import Entry, Keeper


class Room:
    """Rounds on the bot's topic: moves that are saved as they are made, advice, ballots, the kept rounds."""

    def __init__(self, warming: Warming) -> None:
        self._warming = warming
        self._lock = threading.Lock()
        self._reader: object = None
        self._debating: Debating | None = None

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

    @property
    def coach(self) -> Coach:
        """The coach over the same bank."""
        from bot.debate.coaching import Coach

        return Coach(self.debating)

    @property
    def keeper(self) -> Keeper:
        """The kept rounds of the topic."""
        from bot.debate.keeping import Keeper

        bot = self._warming.bot()
        return Keeper(bot.store.engine, bot.topic.id)

    def begin(self, name: str, user: Stance | None, opens: Stance | None, seed: int, wpm: int) -> Round:
        """A new round, kept from the start.

        Raises:
            FormatError: the format cannot be used.
        """
        form = replace(load_format(name, self._warming.settings.data_dir, opens), wpm=wpm)
        return self.kept(self.debating.begin(form, user, seed))

    def kept(self, held: Round) -> Round:
        """The round, saved."""
        self.keeper.save(held)
        return held

    def entries(self) -> list[Entry]:
        """The kept rounds, none while the bot is not open."""
        return self.keeper.entries() if self._warming.state == "ready" else []

    def again(self, held: Round) -> Round:
        """The same format with the sides swapped and another draw."""
        players = {"affirmative": held.player("negative"), "negative": held.player("affirmative")}
        user: Stance | None = next((stance for stance, who in players.items() if who == "user"), None)  # type: ignore[misc]
        return self.kept(self.debating.begin(held.format, user, held.seed + 1))

    def due(self, held: Round, stance: Stance) -> list[Due]:
        """What the next speech of a side must answer."""
        return self.debating.adviser.due(held, stance)

    def ballot(self, held: Round) -> Ballot | None:
        """The ballot as the round stands; None before both sides have spoken."""
        from bot.debate.ballot import judge

        spoken = {speech.stance for speech in held.speeches if held.format.slot(speech.slot).speech}
        return judge(held) if len(spoken) == 2 else None

    def imported(self, text: str) -> Round:
        """A round from its JSON, kept; under an id of its own where another round has that id.

        Raises:
            RoundError: it is not a round, or one on another topic.
        """
        from bot.debate.keeping import from_json

        held = from_json(text)
        topic = self._warming.bot().topic.id
        if held.topic != topic:
            raise RoundError(f"That round is on the topic {held.topic!r}; this page debates {topic!r}.")
        if any(entry.id == held.id for entry in self.entries()) and self.keeper.open(held.id) != held:
            held = replace(held, id=self.debating.begin(held.format, None).id)
        return self.kept(held)
