"""Plays rounds of a bot against itself and keeps each step: ``python debating.py DATA_DIR FORMAT SEEDS``.

Prints a line, the round's id, after each step that was kept, until it is killed or every seed is played.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from bot.bot import Bot
from bot.debate.debating import Debating
from bot.debate.formats import load_format
from bot.debate.keeping import Keeper
from bot.settings import Settings


def main(folder: str, name: str, seeds: str) -> None:
    bot = Bot.open(Settings(data_dir=Path(folder)))
    debating = Debating(bot)
    keeper = Keeper(bot.store.engine, bot.topic.id)
    for seed in range(int(seeds)):
        held = replace(debating.begin(load_format(name), None, seed), id=f"seed-{seed}")
        while held.next_slot is not None:
            held = debating.step(held)
            keeper.save(held)
            print(held.id, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
