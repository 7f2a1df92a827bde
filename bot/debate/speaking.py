"""Writes a whole speech for a side: what it must answer, what it carries on, what is new, within its budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.debate import flow, phrases
from bot.debate.arguing import argument_item, choose
from bot.debate.bank import Bank, Node
from bot.debate.budget import Fitted, Item, fit
from bot.debate.card import count_words
from bot.debate.cards import Cutter
from bot.debate.flow import alive, granted
from bot.debate.misquote import misquotes
from bot.debate.model import Block, Point, Round, Slot, Speech, Stance, other
from bot.debate.opponent import SKILLS
from bot.debate.replying import answer_items, extension_item, standing_items
from bot.debate.standing import Standing, referred
from bot.debate.unknown import Researcher
from bot.debate.warrants import reasoned
from bot.debate.weighing import best, weighing_items
from bot.model import Topic

EARLY = 0.25
"""A speech says that it ends early where at least this share of its budget is left."""
ROADMAP_FROM = 150
"""Budgets under this many words spend none on a roadmap."""
SECOND_ANSWERS_FROM = 450
"""From this budget on a point may get two answers."""
ANSWER, EXTENSION = 30, 22
"""Words that an answer and an extension take, as a speaker reckons who chooses what to carry."""
FEW, MANY, LONG = 2, 3, 600
"""A last speech goes for few rows; one of so many words for some more."""
LEFT = 8
"""A last speech names so many own answers that were left alone, at most."""
FOR_AN_ANSWER = 45
"""Words that a constructive keeps for each answer that it owes."""


class Speaker:
    """Speaks for either side of one topic, from its bank, its cards and its sources."""

    def __init__(self, topic: Topic, bank: Bank, cutter: Cutter, researcher: Researcher) -> None:
        self._topic = topic
        self._bank = bank
        self._cutter = cutter
        self._researcher = researcher

    def speak(self, held: Round, slot: Slot) -> tuple[Speech, tuple[Point, ...]]:
        """The speech of a slot, and the points that it puts on the flow."""
        standing = Standing(held, slot, slot.stance, self._bank, self._cutter)
        if slot.new_arguments and not standing.used and not (slot.answers and standing.due):
            blocks, points = self._open(standing, held.seed)
        else:
            blocks, points = self._reply(standing, held.seed)
        return Speech(slot.id, slot.stance, "bot", tuple(blocks)), tuple(points)

    def _open(self, standing: Standing, seed: int) -> tuple[list[Block], list[Point]]:
        """A case before anybody has said anything against it."""
        budget = standing.slot.words
        nodes = choose(standing, budget, seed)
        name = self._name(standing.stance)
        heads = self._heads(standing)
        lead = Block("roadmap", self._opens(name, heads, nodes))
        items = [argument_item(node, at, standing) for at, node in enumerate(nodes)]
        fitted = fit(items, budget - count_words(lead.spoken))
        while fitted.left_out and len(items) > 1:
            items.pop()
            lead = Block("roadmap", self._opens(name, heads, nodes[: len(items)]))
            fitted = fit(items, budget - count_words(lead.spoken))
        blocks, points = _laid_out(fitted, standing)
        return _ended([lead, *blocks], budget), points

    def _heads(self, standing: Standing) -> list[str]:
        """What comes before the arguments of a case in this format: a plan text, definitions."""
        form = standing.held.format.id
        return [] if standing.used else [head.text for head in self._bank.heads_of(standing.side, form)]

    def _opens(self, name: str, heads: Sequence[str], nodes: Sequence[Node]) -> str:
        return " ".join([*heads, phrases.opening(name, [node.label for node in nodes])])

    def _reply(self, standing: Standing, seed: int) -> tuple[list[Block], list[Point]]:
        """A speech that answers what was said, carries its own rows, and at the end weighs them.

        A last speech that would leave much of its time unused carries one row more.
        """
        blocks, points = self._replied(standing, seed, 0)
        if standing.slot.kind == "last" and any(block.role == "notice" for block in blocks):
            return self._replied(standing, seed, 1)
        return blocks, points

    def _replied(self, standing: Standing, seed: int, more: int) -> tuple[list[Block], list[Point]]:
        """A reply that carries so many rows ``more`` than it would choose."""
        slot = standing.slot
        last = slot.kind == "last"
        new = self._new(standing, seed) if slot.new_arguments and not standing.used else []
        met = SKILLS[standing.held.opponent].met(standing.due) if slot.answers else []
        share = divided(standing, met)
        due = [one for one in met if one.row in share]
        carried = [row for row in focus(standing, due, more) if row.id in share]
        let_go = [row for row in standing.rows if row not in carried and row.id in share]
        due, granted_away = _without(let_go, due)
        taken: set[str] = set()
        extensions = [extension_item(row, standing, not last, taken) for row in carried]
        weighs = last and SKILLS[standing.held.opponent].weighs
        closing = weighing_items(standing, carried, taken) if weighs else []
        answers = self._answers(due, standing, taken)
        items = _in_rows(extensions, answers, [row.id for row in carried])
        left = standing_items(standing, LEFT) if last else []
        everything = [*new, *items, *left, *self._admitted(standing), *closing]
        heads = self._heads(standing) if new else []
        order = self._roadmap(standing, bool(extensions), bool(new or answers), last)
        lead = " ".join(filter(None, [*_in_kind(standing), *heads, order, *self._overview(standing, carried)]))
        going = _kicked(let_go, granted_away, standing)
        budget = slot.words - count_words(lead) - (count_words(going[0].spoken) if going else 0)
        silent = [one for one in due if not any(item.point and item.point.answers == one.id for item in answers)]
        fitted, silent = _with_room(everything, silent, budget, standing)
        blocks, points = _laid_out(fitted, standing)
        for yielded in (_kicked(let_go, granted_away, standing), _concession(silent, standing)):
            if yielded is None:
                continue
            at = next((i for i, block in enumerate(blocks) if block.role == "weighing"), len(blocks))
            blocks.insert(at, yielded[0])
            points += yielded[1]
        head = [Block("roadmap", lead)] if lead else []
        return _ended([*head, *blocks], slot.words), points

    def _new(self, standing: Standing, seed: int) -> list[Item]:
        budget = standing.slot.words
        room = max(budget // 2, budget - FOR_AN_ANSWER * len(standing.due)) if standing.slot.answers else budget
        nodes = choose(standing, room, seed)
        return [argument_item(node, at, standing) for at, node in enumerate(nodes)]

    def _answers(self, due: Sequence[Point], standing: Standing, taken: set[str]) -> list[Item]:
        most = 2 if standing.slot.words >= SECOND_ANSWERS_FROM else 1
        return [
            item for target in due for item in answer_items(target, standing, self._researcher, taken, most)
        ]  # fmt: skip

    def _admitted(self, standing: Standing) -> list[Item]:
        """What the other side granted in cross-examination and nobody has used yet."""
        held = standing.held
        used = {held.point(one.extends).answers for one in held.points if one.stance == standing.stance and one.extends}
        items: dict[str, Item] = {}
        for one in granted(held, other(standing.stance)):
            if one.answers in used or one.answers in items:
                continue
            target = held.point(one.answers)
            text = phrases.granted(one.text)
            point = Point(
                id="", slot=standing.slot.id, stance=standing.stance, role="answer",
                label=phrases.own_word(target.label), text=one.text, row=one.row, answers=target.id, extends=one.id,
                evidence=True,
            )  # fmt: skip
            block = Block("answer", text, analytic=True)
            items[one.answers] = Item(((block,),), 0.6, point, must=False, group=one.row)
        return list(items.values())[:2]

    def _roadmap(self, standing: Standing, mine: bool, theirs: bool, weighs: bool) -> str:
        if standing.slot.words < ROADMAP_FROM:
            return ""
        turn = flow.block(standing.held, standing.slot.id)
        partner = phrases.PARTNERED[turn.index(standing.slot.id)] if len(turn) == 2 else ""
        return " ".join(filter(None, [phrases.roadmap(mine, theirs, weighs), partner]))

    def _overview(self, standing: Standing, carried: list[Point]) -> list[str]:
        """Opens a last speech: what the round comes down to, and where there is time the whole of it once more."""
        if standing.slot.kind != "last" or standing.slot.words < ROADMAP_FROM or not carried:
            return []
        strongest = best(carried, standing)
        node = standing.node(strongest) if strongest else None
        whole = self._bank.overviews.get((standing.side, node.issue), "") if node else ""
        gone = [row.label for row in standing.their_rows if not alive(standing.held, row)]
        texts = [whole, phrases.let_go(gone) if gone else ""] if standing.slot.words >= LONG else []
        return [phrases.overview([row.label for row in carried]), *texts]

    def _name(self, stance: Stance) -> str:
        return phrases.capital(stance)


def _in_kind(standing: Standing) -> list[str]:
    """What is said to the speech before where it was, in part, no argument: at most two remarks."""
    before = [one for one in standing.held.speeches if one.stance != standing.stance and not one.exchanges]
    if not before or before[-1].by != "user":
        return []
    notes = {note.kind: note for note in reversed(before[-1].notes)}
    if any(point.misquotes for point in standing.due):
        notes.pop("misquote", None)
    said = [phrases.IN_KIND[kind].format(about=note.about) for kind, note in notes.items()]
    return [text for text in said if text and standing.fresh(text)][:2]


def divided(standing: Standing, due: Sequence[Point]) -> set[str]:
    """The ids of the rows that a speech takes up: all, but where two speakers of a side speak one after the other.

    They divide the flow: the first takes rows from its top, as many as its share of their time, the second the rest.
    """
    held, slot = standing.held, standing.slot
    there = [row.id for row in (*standing.rows, *standing.their_rows)]
    speakers = [held.format.slot(one) for one in flow.block(held, slot.id)]
    first = speakers[0]
    if len(speakers) == 1 or not there:
        return {*there, *(one.row for one in due)}
    if slot.id != first.id:
        taken = {one.row for one in held.points if one.slot == first.id}
        left = {row for row in there if row not in taken}
        return {*left, *(one.row for one in due)} or set(there)
    prices = {row: EXTENSION + ANSWER * sum(one.row == row for one in due) for row in there}
    most = sum(prices.values()) * first.words / sum(one.words for one in speakers)
    share: set[str] = set()
    for row in there:
        if share and sum(prices[one] for one in share) + prices[row] / 2 > most:
            break
        share.add(row)
    return share


def focus(standing: Standing, due: Sequence[Point], more: int = 0) -> list[Point]:
    """The own rows that a speech carries: the best, as many as it can answer for, and in a last speech few."""
    slot = standing.slot
    ranked = sorted(standing.rows, key=lambda row: (not row.offence, -standing.strength.get(row.id, 0.0)))
    # A framework says how to decide and wins nothing: it is carried beside what it is to decide for.
    frames = [row for row in ranked if row.attack == "framework"]
    offence = [row for row in ranked if row not in frames]
    ranked = [*offence[:1], *frames, *offence[1:]]
    most = more + (MANY if slot.words >= LONG else FEW) if slot.kind == "last" else len(ranked)
    own = {row.id for row in ranked}
    spent = ANSWER * sum(point.row not in own for point in due)
    chosen: set[str] = set()
    for row in ranked:
        price = EXTENSION + ANSWER * sum(point.row == row.id for point in due)
        room = len(chosen - {frame.id for frame in frames}) < most
        if not chosen or (room and spent + price <= slot.words):
            chosen.add(row.id)
            spent += price
    return [row for row in standing.rows if row.id in chosen]


def _without(let_go: Sequence[Point], due: Sequence[Point]) -> tuple[list[Point], list[Point]]:
    """What is still to be met when some own rows are let go, and what is granted with them; a turn is never granted."""
    gone = {row.id for row in let_go}
    granted_away = [one for one in due if one.row in gone and not one.turn and not one.misquotes]
    return [one for one in due if one not in granted_away], granted_away


def _kicked(
    let_go: Sequence[Point], granted_away: Sequence[Point], standing: Standing
) -> tuple[Block, list[Point]] | None:
    """The word by which own rows are let go, and the grants that go with it; None where none is."""
    if not let_go:
        return None
    block = Block("concession", phrases.kicked([row.label for row in let_go], bool(granted_away)), analytic=True)
    return block, [_grant(one, standing) for one in granted_away]


def _in_rows(extensions: list[Item], answers: list[Item], own: list[str]) -> list[Item]:
    """Own rows first, each extension with the answers on it, then the other side's rows."""
    ordered = []
    for item in extensions:
        ordered += [item, *(one for one in answers if one.group == item.group)]
    return ordered + [one for one in answers if one.group not in own]


def _with_room(items: list[Item], silent: list[Point], budget: int, standing: Standing) -> tuple[Fitted, list[Point]]:
    """Fits the items beside the concession of what stays silent or finds no room, and the word on ending early."""
    fitted = fit(items, budget)
    for _ in range(len(items)):
        left = [
            standing.held.point(item.point.answers) for item in fitted.left_out if item.point and item.point.answers
        ]
        gone = [*silent, *left]
        yielded = _concession(gone, standing)
        price = count_words(yielded[0].spoken) if yielded else 0
        again = fit([item for item in items if item not in fitted.left_out], budget - price)
        if not again.left_out:
            return again, gone
        fitted = replace(again, left_out=(*fitted.left_out, *again.left_out))
    return fitted, silent


def _concession(silent: list[Point], standing: Standing) -> tuple[Block, list[Point]] | None:
    """The open concession of some points, in one sentence; None where there are none. An invention is never granted."""
    silent = [one for one in silent if not one.misquotes]
    if not silent:
        return None
    labels = [one.label for one in silent if not one.extends]
    own = [one.label for one in silent if one.extends]
    block = Block("concession", phrases.conceded(labels, own), analytic=True)
    return block, [_grant(one, standing) for one in silent]


def _grant(one: Point, standing: Standing) -> Point:
    return Point(
        id="", slot=standing.slot.id, stance=standing.stance, role="concession", label=f"granted: {one.label}",
        text=one.text, row=one.row, answers=one.id,
    )  # fmt: skip


def _laid_out(fitted: Fitted, standing: Standing) -> tuple[list[Block], list[Point]]:
    blocks: list[Block] = []
    points: list[Point] = []
    for item, version in fitted.chosen:
        if item.point is None:
            blocks += version
            continue
        # Ids are given when the round takes the speech in; until then a block names its point by place.
        blocks += [replace(block, point=f"#{len(points)}") for block in version]
        points.append(_as_said(item.point, version))
    return _read_once(blocks, standing), points


def _as_said(point: Point, version: Sequence[Block]) -> Point:
    """A point of the bank with a warrant only where one was spoken: there may have been time for its claim alone."""
    if not point.node or point.role not in ("argument", "answer", "extension"):
        return point
    words = " ".join(f"{block.text} {block.after}" for block in version)
    return replace(point, warrant=point.warrant and reasoned(words, point.role, known=True))


def _read_once(blocks: list[Block], standing: Standing) -> list[Block]:
    """The blocks with every sentence read aloud once in the round: where it would be again, the card is pointed to."""
    read = set(standing.read)
    kept = []
    for block in blocks:
        card = block.card
        if card is not None and card.read:
            unread = tuple(span for span in card.read if (card.passage_id, card.start + span[0]) not in read)
            read |= {(card.passage_id, card.start + start) for start, _ in unread}
            if not (unread or block.text or block.after):
                continue
            fair = unread == card.read or not misquotes(card.body, unread)
            block = replace(block, card=replace(card, read=unread) if unread and fair else referred(card))
        kept.append(block)
    return kept


def _ended(blocks: list[Block], budget: int) -> list[Block]:
    spent = sum(count_words(block.spoken) for block in blocks)
    left = budget - spent
    notice = Block("notice", phrases.ends_early(left))
    if left < EARLY * budget or left < count_words(notice.spoken):
        return blocks
    at = next((i for i, block in enumerate(blocks) if block.role == "weighing"), len(blocks))
    exact = Block("notice", phrases.ends_early(left - count_words(notice.spoken)))
    return [*blocks[:at], exact, *blocks[at:]]
