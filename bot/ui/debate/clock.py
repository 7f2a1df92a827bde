"""The clock: a speech timer and the pools of preparation, run in the browser; what is spent is kept in the round."""

from __future__ import annotations

import math
from dataclasses import replace
from html import escape
from pathlib import Path

from bot.debate.model import SHORT, STANCES, Round
from bot.ui.debate.words import badge, clock, user_stance

SCRIPT = (Path(__file__).parents[1] / "assets" / "clock.js").read_text(encoding="utf-8")


def clock_html(held: Round | None) -> str:
    """The clock for the slot that is due, and the pools of those whom a person may spend for."""
    if held is None or held.next_slot is None:
        return ""
    slot = held.next_slot
    minutes = slot.minutes or slot.words / held.format.wpm
    pools = ""
    if held.format.prep:
        mine = user_stance(held)
        pools = "".join(
            f'<div class="timer pool" data-stance="{stance}" data-left="{left:.0f}"><p>{badge(stance)} prep '
            f'<output aria-label="Preparation left, {SHORT[stance]}">{clock(left / 60)}</output></p>'
            + (f'<button type="button" data-run="{stance}">Use prep</button>' if mine in (None, stance) else "")
            + "</div>"
            for stance, left in zip(STANCES, held.prep, strict=True)
        )
    return (
        f'<div class="clock" role="group" aria-label="Clock" data-slot="{escape(held.id + slot.id, quote=True)}">'
        f'<div class="timer" data-left="{minutes * 60:.0f}"><p><b>{escape(slot.id)}</b> '
        f'<output aria-label="Time left for the speech">{clock(minutes)}</output></p>'
        f'<button type="button" data-run="speech">Start</button><button type="button" data-reset>Reset</button></div>'
        f"{pools}</div>"
    )


def spent(held: Round, stance: object, left: object) -> Round:
    """The round with so many seconds left in a pool; what makes no sense changes nothing."""
    if stance not in STANCES or not isinstance(left, int | float) or not math.isfinite(left):
        return held
    at = STANCES.index(stance)
    seconds = min(max(0.0, float(left)), held.prep[at])
    pools = (seconds, held.prep[1]) if at == 0 else (held.prep[0], seconds)
    return replace(held, prep=pools)
