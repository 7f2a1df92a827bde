"""What a finished round must keep, each thing counted and each break of it named with its place.

The checks read the round and the stored sources alone and judge the bot's own speeches; where they share a rule with
the engine (offsets, order, words, sentences) they count it again in their own way.
"""

from __future__ import annotations

from bot.debate.model import Round
from evals.debate import conduct, delivery, evidence
from evals.debate.checking import Check, Checked, Ground

CHECKS: tuple[Check, ...] = (
    Check("verbatim", "Cards are verbatim by their offsets", evidence.verbatim),
    Check("quotations", "Quotations in own words were said by somebody", evidence.quotations),
    Check("own_side", "No claim of the other side as one's own; voices attributed", evidence.own_side),
    Check("fair_cuts", "Cuts drop no denial, limit or hedge", evidence.fair_cuts),
    Check("tags", "No tag stronger than its body", evidence.tags),
    Check("analytics", "Analytics are marked", evidence.analytics),
    Check("budgets", "No speech over its budget", delivery.budgets),
    Check("ends_openly", "A speech that ends early says so", delivery.ends_openly),
    Check("unpadded", "No sentence said twice, no filler", delivery.unpadded),
    Check("read_once", "No card read twice", delivery.read_once),
    Check("nothing_new", "No new argument in a rebuttal, no late answer", conduct.nothing_new),
    Check("answered", "Nothing silently left", conduct.all_answered),
    Check("signposted", "Answers name what they answer", delivery.signposted),
    Check("openings", "Openings rebut nobody", delivery.openings),
    Check("keeps_side", "Keeps its side", conduct.keeps_side),
    Check("own_turn", "Speaks in its own turn", conduct.own_turn),
    Check("format", "Format kept", conduct.format_kept),
    Check("asked_once", "No question asked twice", conduct.asked_once),
    Check("flow", "The flow holds together", conduct.flow_sound),
)


def check(held: Round, ground: Ground) -> dict[str, Checked]:
    """Every check over a finished round, by name."""
    return {one.name: one(held, ground) for one in CHECKS}
