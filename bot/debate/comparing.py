"""Comparisons that answer a point where the bank has no fresh answer: each is true of the flow, or is not made."""

from __future__ import annotations

from bot.debate.card import Card
from bot.debate.flow import counts, status
from bot.debate.model import Point
from bot.debate.standing import Standing
from bot.debate.strength import base, read_cards


def comparison(target: Point, standing: Standing, taken: set[str]) -> str:
    """Why a point of the other side does not decide its row; "" where nothing true and new can be said."""
    held = standing.held
    mine = _mine(target, standing)
    cards = read_cards(held)
    theirs = next((cards[key] for key in target.cards if key in cards), None)
    possible = (
        _dropped_beside(target, standing),
        _no_evidence(target),
        _kinds(mine, theirs, cards),
        _voices(theirs),
        _same_sentence(mine, theirs, cards),
        _stronger(mine, target, cards),
    )
    return standing.first(possible, taken)


def _mine(target: Point, standing: Standing) -> Point | None:
    """The own point that the target speaks against."""
    return next((one for one in standing.held.points if one.id == target.answers), None)


def _dropped_beside(target: Point, standing: Standing) -> str:
    """Another own answer on the same row that the other side left alone."""
    for one in standing.held.points:
        beside = one.row == target.row and one.stance == standing.stance and one.id != target.answers
        if beside and one.role == "answer" and counts(one) and status(standing.held, one) == "dropped":
            return f"whatever it is worth, they left {one.label} unanswered on the same row, and that settles the row."
    return ""


def _no_evidence(target: Point) -> str:
    return "" if target.evidence else "they read no evidence for it, so it stands on their word alone."


def _kinds(mine: Point | None, theirs: Card | None, cards: dict[str, Card]) -> str:
    card = next((cards[key] for key in mine.cards if key in cards), None) if mine else None
    if card is None or theirs is None or mine is None:
        return ""
    if card.kind == "statistic" != theirs.kind:
        return f"theirs is a statement without a number, and {mine.label} rests on one (¶ {card.cite.paragraph})."
    return ""


def _voices(theirs: Card | None) -> str:
    if theirs is None or theirs.voice == "author" or not theirs.attribution:
        return ""
    return f"what they read is the author {theirs.attribution}, which is that side's word and not a finding."


def _same_sentence(mine: Point | None, theirs: Card | None, cards: dict[str, Card]) -> str:
    card = next((cards[key] for key in mine.cards if key in cards), None) if mine else None
    if mine is None or card is None or theirs is None or theirs.passage_id != card.passage_id:
        return ""
    return f"both sides read ¶ {theirs.cite.paragraph} there, so it is no ground of theirs alone."


def _stronger(mine: Point | None, target: Point, cards: dict[str, Card]) -> str:
    if mine is None or base(mine, cards) < base(target, cards) or not mine.warrant:
        return ""
    return f"it meets the wording of {mine.label} and leaves its reason standing."
