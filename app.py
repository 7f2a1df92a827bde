"""Starts Lectern's page: ``python app.py``, then http://127.0.0.1:7860 in a browser."""

from __future__ import annotations

import logging
import sys

from bot.errors import LecternError
from bot.settings import Settings
from bot.ui.serving import serve


def main() -> int:
    """Serves the page; 2 where it cannot start."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        serve(Settings.load())
    except LecternError as error:
        print(f"lectern: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
