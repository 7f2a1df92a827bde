"""Articles that Lectern was not written for, each as a topic made from it: what each engine shows of what readers ask.

A case has ``turns``, of which the last is judged, the gold ``sentences``, and ``any``: groups of patterns, of each of
which one must be in the first three sentences shown (six for a side, the author, or a comparison). ``abstain`` says
that the article does not answer it; ``kind`` says how it asks.
"""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from bot.bot import Bot
from bot.model import Answer
from bot.settings import EXTRACTIVE, Settings
from bot.sources.intake import gather
from bot.sources.mining.making import draft_topic, open_draft
from evals.engines import engines
from evals.errors import DataError

FOLDER = Path(__file__).parents[1] / "strangers"
KEPT = FOLDER / "figures.json"
Half = Literal["open", "held"]
COUNTS = ("found", "claimed", "trusted", "held", "refused")
FEW, SEVERAL = 3, 6
_SEVERAL = ("side", "author", "compare")
_ABSENT = ("near", "far", "premise")


@dataclass
class Figures:
    """Counts of one engine: of answerable questions ``found`` and ``claimed`` (called answered); of what was called so
    ``trusted``; of near misses ``held`` back; of questions on other things ``refused``; with time and cost."""

    engine: str
    found: list[bool] = field(default_factory=list)
    claimed: list[bool] = field(default_factory=list)
    trusted: list[bool] = field(default_factory=list)
    held: list[bool] = field(default_factory=list)
    refused: list[bool] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    cost: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """The counts as right and asked, by name; seconds at the median; US dollars."""
        counts = {name: [sum(getattr(self, name)), len(getattr(self, name))] for name in COUNTS}
        return {**counts, "seconds": round(self.median, 3), "cost": self.cost}

    @property
    def median(self) -> float:
        """Seconds of an answer."""
        return statistics.median(self.seconds) if self.seconds else 0.0

    def take(self, case: dict[str, Any], answer: Answer) -> None:
        """Counts one answer."""
        right = shows(case, answer)
        if case["kind"] == "far":
            right = answer.outcome in ("no_evidence", "small_talk")
            self.refused.append(right)
        elif case["abstain"] or case["kind"] in _ABSENT:
            right = answer.outcome != "answered" or any(
                gold[:60] in one.quote for gold in case["sentences"] for one in answer.citations[:FEW]
            )
            self.held.append(right)
        else:
            right = right and answer.outcome in ("answered", "closest")
            self.found.append(right)
            self.claimed.append(answer.outcome == "answered")
        if answer.outcome == "answered":
            self.trusted.append(right)
        self.seconds.append(answer.timings.get("total", 0.0) / 1000)
        spent = answer.usage.cost if answer.usage is not None else None
        self.cost = self.cost if spent is None else (self.cost or 0.0) + spent


def ask_strangers(names: Sequence[str], settings: Settings, half: Half, folder: Path = FOLDER) -> list[Figures]:
    """The figures of each engine over all articles of a folder.

    ``settings`` name the data folder, in which the topics are made. ``folder`` holds NAME.md, and NAME.json in the
    folder of the half, or beside it where there are no halves.

    Raises:
        DataError: there is no article, or no cases to one.
        ModelError: a model cannot be made.
    """
    figures: dict[str, Figures] = {}
    articles = sorted(path for path in folder.glob("*.md") if path.stem != "README")
    if not articles:
        raise DataError(f"There is no article in {folder}: NAME.md with its cases in NAME.json.")
    for article in articles:
        cases = _cases(article, half)
        open_draft(settings, draft_topic(settings, gather([str(article)]), topic_id=article.stem))
        bots = engines(names, settings.model_copy(update={"topic": article.stem, "model": EXTRACTIVE}))
        with closing(bots[0]):
            for bot in bots:
                mine = figures.setdefault(bot.engine, Figures(bot.engine))
                for case in cases:
                    mine.take(case, _asked(bot, case["turns"]))
    return list(figures.values())


def keep(figures: Sequence[Figures], half: Half, path: Path = KEPT) -> None:
    """Writes the figures of some engines beside those that are kept."""
    known = kept(path)
    for one in figures:
        known[one.engine] = {"half": half, "date": date.today().isoformat(), **one.to_dict()}
    path.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")


def kept(path: Path = KEPT) -> dict[str, dict[str, Any]]:
    """The figures that are kept, by engine; none where they are not there, as in an installed package."""
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _cases(article: Path, half: Half) -> list[dict[str, Any]]:
    path = article.parent / half / f"{article.stem}.json"
    path = path if path.is_file() else article.with_suffix(".json")
    try:
        return list(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise DataError(f"The cases of {article.name} are not there: {path}.") from error
    except ValueError as error:
        raise DataError(f"{path} is not valid JSON: {error}.") from error


def _asked(bot: Bot, turns: Sequence[str]) -> Answer:
    history: list[tuple[str, str]] = []
    for turn in turns[:-1]:
        history.append((turn, bot.ask(turn, history).text))
    return bot.ask(turns[-1], history)


def shows(case: Mapping[str, Any], answer: Answer) -> bool:
    """Whether each group of a case's patterns has one in the first sentences that an answer shows."""
    shown = " ".join(one.quote for one in answer.citations[: SEVERAL if case["kind"] in _SEVERAL else FEW])
    return all(any(re.search(one, shown, re.IGNORECASE | re.DOTALL) for one in group) for group in case["any"])
