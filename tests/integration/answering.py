"""A Lectern that answers lines of JSON on its standard input, and looks for changes by others meanwhile."""

from __future__ import annotations

import json
import sys

from bot import Bot
from bot.errors import LecternError


def main() -> None:
    bot = Bot.open()
    bot.watch()
    print("ready", flush=True)
    for line in sys.stdin:
        try:
            answer = bot.ask(json.loads(line))
            said = {"text": answer.text, "outcome": answer.outcome}
        except LecternError as error:
            said = {"text": "", "outcome": "error", "error": str(error)}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
