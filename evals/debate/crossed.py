"""How questions in cross-examination are answered: sixty as people put them, with what an answer must not miss."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from bot.debate.debating import Debating
from evals.debate.heard import Half, Hearing, staged

QUESTIONS = Path(__file__).with_name("questions.yaml")


def crossed(debating: Debating, half: Half, found: Hearing) -> None:
    """Asks a half of the questions of sides that have argued; counts the usable answers, and those not false."""
    data = yaml.load(QUESTIONS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    there = {stance: staged(debating, laid, "1AR") for stance, laid in data["cases"].items()}
    for one in data["questions"]:
        if one.get("half", "tuned") != half:
            continue
        exchange = debating.questioner.reply(there[one["to"]], one["ask"], one["to"])
        said = f"{exchange.answer} {exchange.card.read_text if exchange.card else ''}"
        false = bool(re.search(one["never"], exchange.answer))
        found.add("cross-examination, not false", not false, f"{one['ask']} -> {said}")
        usable = not false and bool(re.search(one["good"], said))
        found.add("cross-examination, usable", usable, f"{one['ask']} -> {said}")
