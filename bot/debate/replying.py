"""What a speech says to the other side's points, and how it carries its own rows on."""

from __future__ import annotations

from dataclasses import replace

from bot.debate import phrases
from bot.debate.bank import Node
from bot.debate.budget import Item
from bot.debate.card import Card
from bot.debate.comparing import comparison
from bot.debate.flow import answers_to, counts, extended_in, status
from bot.debate.model import Block, Point, Role
from bot.debate.shells import reply
from bot.debate.standing import Standing, referred, sentences_of
from bot.debate.unknown import Researcher

SECOND = 0.35
"""The value of a second answer to the same point, beside 1 for the first."""


def answer_items(target: Point, standing: Standing, researcher: Researcher, taken: set[str], most: int) -> list[Item]:
    """Up to ``most`` answers to a point, the first a must; none where there is nothing true to say.

    ``taken`` are the nodes and sentences that the speech has used already; those used here are added.
    """
    if target.misquotes:
        # An invention is called one, whatever else could be said to the point.
        return [_looked_up(target, standing, researcher, taken)]
    nodes = [node for node in standing.replies(target) if node.id not in taken][:most]
    if nodes:
        taken.update(node.id for node in nodes)
        return [_by_node(target, node, standing, first=at == 0) for at, node in enumerate(nodes)]
    if target.extends:
        # One's own word, held against one: it is granted, not answered.
        return []
    if target.attack:
        said = reply(target, standing, taken)
        if said:
            return [_analytic_answer(target, said, standing)]
    if not target.node:
        return [_looked_up(target, standing, researcher, taken)]
    said = comparison(target, standing, taken)
    return [_analytic(target, said, standing)] if said else []


def _analytic(target: Point, said: str, standing: Standing) -> Item:
    point = _point(target, standing, role="comparison", label=f"weighed against {target.label}", text=said)
    block = Block("comparison", f"{phrases.on(target.label, None)} {said}", analytic=True)
    return Item(((block,),), value=0.8, point=point, group=target.row)


def _analytic_answer(target: Point, said: str, standing: Standing) -> Item:
    """A reply by reasoning alone, which a good one is: it gives its warrant and carries no card."""
    point = _point(target, standing, label=f"the reply on {row_label(target, standing)}", text=said, warrant=True)
    block = Block("answer", f"{lead(target, standing)} {said}", analytic=True)
    return Item(((block,),), value=0.9, point=point, group=target.row)


def row_label(target: Point, standing: Standing) -> str:
    """What a point of the other side is about: the row that it is on."""
    return next((one.label for one in standing.held.points if one.id == target.row), target.label)


def lead(target: Point, standing: Standing) -> str:
    """Opens an answer: by the label of what it meets, and for a person's own words with the row before them."""
    row = row_label(target, standing)
    if target.label.startswith("“") and row != target.label:
        return f"On {row}, where they say {target.label}:"
    return phrases.on(target.label, None)


def _by_node(target: Point, node: Node, standing: Standing, first: bool) -> Item:
    cards = standing.cards(node)
    card = cards[0] if cards else None
    opens = phrases.on(target.label, node.turn) if first else "And" + (", as a turn:" if node.turn else ":")
    mined = standing.bank.mined
    fresh = card is not None and standing.unread(card)
    text = f"{opens} {phrases.crossed(node.label, fresh) if mined else node.claim}"
    pointer = referred(card) if card else None
    point = _point(
        target, standing, label=node.label, text=node.claim, node=node.id, turn=node.turn, warrant=bool(node.warrant),
        evidence=card is not None, cards=(card.id,) if card else (),
    )  # fmt: skip
    analytic = card is None
    versions = [
        (Block("answer", text, pointer, analytic=analytic),),
        (Block("answer", text, pointer, node.warrant, analytic=analytic),),
    ]
    if card is not None and fresh:
        versions.append((Block("answer", text, card, node.warrant),))
    return Item(tuple(versions), 1.0 if first else SECOND, point, must=first, group=target.row)


def _looked_up(target: Point, standing: Standing, researcher: Researcher, taken: set[str]) -> Item:
    found = researcher.answer(target, standing.side)
    said = found.text
    if said == phrases.NEAREST[0]:
        said = standing.first([*phrases.NEAREST, phrases.nearest(target.label)], taken)
    words = said or reply(target, standing, taken) or _unsupported(target, standing, taken)
    point = _point(
        target, standing, label=f"the reply on {row_label(target, standing)}", text=words,
        evidence=found.card is not None and not found.grants, cards=(found.card.id,) if found.card else (),
    )  # fmt: skip
    text = f"{lead(target, standing)} {words}"
    after = _so_what(standing) if found.grants else ""
    block = Block("answer", text, _pointer(found.card), after, analytic=found.card is None)
    versions = [(block,)]
    if found.card is not None:
        versions.append((replace(block, card=found.card),))
    return Item(tuple(versions), 1.0, point, group=target.row)


def _unsupported(target: Point, standing: Standing, taken: set[str]) -> str:
    """That nothing supports a point, in words that this side has not used yet."""
    return standing.first([*phrases.NO_EVIDENCE, phrases.no_evidence(target.label)], taken)


def _pointer(card: Card | None) -> Card | None:
    return referred(card) if card else None


def _so_what(standing: Standing) -> str:
    """Why a granted fact does not decide: the own row that it leaves alone."""
    rows = sorted(standing.rows, key=lambda row: -standing.strength.get(row.id, 0.0))
    return standing.fresh(f"It does not reach {rows[0].label}, where the round turns.") if rows else ""


def _point(target: Point, standing: Standing, *, label: str, text: str, role: Role = "answer", **more: object) -> Point:
    return Point(
        id="", slot=standing.slot.id, stance=standing.stance, role=role, label=label, text=text, row=target.row,
        answers=target.id, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def extension_item(row: Point, standing: Standing, must: bool, taken: set[str]) -> Item:
    """An own row carried into this speech, with its warrant in words not used before where there are any.

    ``taken`` are the sentences that the speech has used; those used here are added.
    """
    node = standing.node(row)
    opens = phrases.dropped(row.label) if status(standing.held, row) == "dropped" else phrases.extend(row.label)
    point = Point(
        id="", slot=standing.slot.id, stance=standing.stance, role="extension", label=row.label, text=row.text,
        row=row.id, extends=row.id, node=row.node, cards=row.cards, evidence=row.evidence, warrant=True,
    )  # fmt: skip
    times = len(extended_in(standing.held, row))
    said = (_again(node, times, standing) if node else "") or standing.fresh(_state(row, standing))
    taken.update(sentences_of(said))
    cards = standing.cards(node) if node else []
    pointer = referred(cards[0]) if cards else None
    versions = [(Block("extension", opens, pointer),)]
    if said:
        versions.append((Block("extension", f"{opens} {said}", pointer),))
    value = 0.9 + 0.3 * standing.strength.get(row.id, 0.0)
    return Item(tuple(versions), value, point, must=must, group=row.id)


def _state(row: Point, standing: Standing) -> str:
    """How a row stands, from the flow, where all else has been said of it."""
    held = standing.held
    against = [one for one in answers_to(held, row) if counts(one)]
    for theirs in against:
        for mine in answers_to(held, theirs):
            if status(held, mine) == "dropped" and mine.role == "answer":
                return f"They let {mine.label} stand, and it carries the row."
            if status(held, mine) == "dropped" and mine.role == "comparison":
                return f"They have nothing more on {theirs.label}."
    met = [one.label for one in against if status(held, one) == "answered"]
    if met and len(met) == len(against):
        return f"All that they set against it, {phrases.listed(met)}, has had its answer."
    return ""


def _again(node: Node, times: int, standing: Standing) -> str:
    """What is left to say of an argument that was made before, other words each time."""
    fresh = [standing.fresh(text) for text in (node.extension, node.impact, node.warrant)]
    there = [text for text in fresh if text]
    return there[0] if there and times < 3 else ""
