"""What a speech says to the other side's points, and how it carries its own rows on."""

from __future__ import annotations

from dataclasses import replace

from bot.debate import phrases
from bot.debate.bank import Node
from bot.debate.budget import Item
from bot.debate.card import Card
from bot.debate.comparing import comparison
from bot.debate.flow import alive, answers_to, block, counts, extended_in, meets, status
from bot.debate.model import Block, Point, Role
from bot.debate.shells import reply
from bot.debate.standing import Standing, referred, sentences_of
from bot.debate.strength import read_cards
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
        said, grounded = reply(target, standing, taken)
        if said:
            return [_analytic_answer(target, said, standing, grounded)]
    if not target.node:
        return [_looked_up(target, standing, researcher, taken)]
    said = comparison(target, standing, taken)
    return [_analytic(target, said, standing)] if said else []


def _analytic(target: Point, said: str, standing: Standing) -> Item:
    point = _point(target, standing, role="comparison", label=f"weighed against {target.label}", text=said)
    block = Block("comparison", f"{phrases.on(target.label, None)} {said}", analytic=True)
    return Item(((block,),), value=0.8, point=point, group=target.row)


def _analytic_answer(target: Point, said: str, standing: Standing, grounded: bool) -> Item:
    """A reply by reasoning alone, without a card; ``grounded``: it gives a reason."""
    point = _point(target, standing, label=f"the reply on {row_label(target, standing)}", text=said, warrant=grounded)
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
    fresh = card is not None and standing.unread(card)
    text = f"{opens} {phrases.crossed(node.label, fresh) if node.verbatim else node.claim}"
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
        # The sentence that comes nearest shows what there is; a reason meets what was said.
        replied, grounded = reply(target, standing, taken)
        if replied:
            return _analytic_answer(target, replied, standing, grounded)
        said = standing.first([*phrases.NEAREST, phrases.nearest(target.label)], taken)
    words = said or reply(target, standing, taken)[0] or _unsupported(target, standing, taken)
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

    A last speech develops it: what was made of it, how each answer to it was met, what holds even if that fails.
    ``taken`` are the sentences that the speech has used; those used here are added.
    """
    node = standing.node(row)
    opens = phrases.dropped(row.label) if status(standing.held, row) == "dropped" else phrases.extend(row.label)
    point = Point(
        id="", slot=standing.slot.id, stance=standing.stance, role="extension", label=row.label, text=row.text,
        row=row.id, extends=row.id, node=row.node, cards=row.cards, evidence=row.evidence, warrant=True,
    )  # fmt: skip
    cards = standing.cards(node) if node else []
    pointer = referred(cards[0]) if cards else None
    versions = [(Block("extension", opens, pointer),)]
    said = opens
    for text in _development(row, node, standing):
        if sentences_of(text) & taken:
            continue
        taken.update(sentences_of(text))
        said = f"{said} {text}"
        versions.append((Block("extension", said, pointer),))
    value = 0.9 + 0.3 * standing.strength.get(row.id, 0.0)
    return Item(tuple(versions), value, point, must=must, group=row.id)


def standing_items(standing: Standing, most: int) -> list[Item]:
    """Own answers that the other side left alone, one for each of its rows that it still carries, up to ``most``."""
    held = standing.held
    items: list[Item] = []
    for row in standing.their_rows:
        mine = [one for one in answers_to(held, row) if one.role == "answer" and status(held, one) == "dropped"]
        if not mine or not alive(held, row):
            continue
        best = max(mine, key=lambda one: standing.strength.get(one.id, 0.0))
        text = phrases.capital(
            phrases.LEFT[len(items) % len(phrases.LEFT)].format(
                theirs=row.label, mine=best.label, where=_where(best, standing)
            )
        )
        point = Point(
            id="", slot=standing.slot.id, stance=standing.stance, role="extension", label=best.label, text=best.text,
            row=row.id, extends=best.id, node=best.node, cards=best.cards, evidence=best.evidence,
        )  # fmt: skip
        items.append(Item(((Block("extension", text),),), 0.7, point, must=False, group=row.id))
    return items[:most]


def _development(row: Point, node: Node | None, standing: Standing) -> list[str]:
    """What is to be said of a row, the most needed first: in a last speech all of it, before that the first alone.

    Where two speakers divide the flow, the one who has a row says of it what both would have said.
    """
    times = len(extended_in(standing.held, row))
    again = _again(node, times, standing) if node else []
    if standing.slot.kind != "last":
        speakers = len(block(standing.held, standing.slot.id))
        there = [*again, standing.fresh(_state(row, standing))]
        return [one for one in there if one][:speakers]
    walk = _walk(row, standing)
    written = [node.closing, node.even_if] if node else []
    texts = [*again[:1], *walk, *written, *again[1:]] if again or walk or node else [_state(row, standing)]
    return [one for one in texts if one and standing.fresh(one)]


def _walk(row: Point, standing: Standing) -> list[str]:
    """How each answer to a row was met, where it was for good or came back without evidence."""
    held = standing.held
    said: list[str] = []
    for theirs in (one for one in answers_to(held, row) if counts(one)):
        mine = next((one for one in answers_to(held, theirs) if one.role == "answer"), None)
        back = [one for one in answers_to(held, mine) if meets(one)] if mine is not None else []
        if mine is None or any(one.evidence for one in back) or status(held, mine) == "open":
            continue
        texts = phrases.WEAK if back else phrases.WALKS
        text = texts[(len(said) + standing.rows.index(row)) % len(texts)]
        where = _where(mine, standing)
        said.append(phrases.capital(text.format(theirs=theirs.label, mine=mine.label, where=where)))
    return said


def _where(point: Point, standing: Standing) -> str:
    cards = read_cards(standing.held)
    card = next((cards[key] for key in point.cards if key in cards), None)
    return f" (¶ {card.cite.paragraph})" if card is not None and card.cite.paragraph else ""


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


def _again(node: Node, times: int, standing: Standing) -> list[str]:
    """What is left to say of an argument that was made before, other words each time."""
    there = [text for text in (node.extension, node.impact, node.warrant) if standing.fresh(text)]
    return there if times < 3 else []
