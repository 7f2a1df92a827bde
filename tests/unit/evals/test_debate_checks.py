"""Each check of a round sees the fault that is planted for it, and nothing in the round without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.bot import Bot
from bot.debate.card import Card
from bot.debate.debating import Debating
from bot.debate.formats import load_format
from bot.debate.model import Block, Point, Round, Speech, other
from evals.debate import wording
from evals.debate.checking import Ground
from evals.debate.checks import check


@pytest.fixture(scope="module")
def held(bot: Bot) -> Round:
    debating = Debating(bot)
    return debating.run(debating.begin(load_format("short"), None))


@pytest.fixture(scope="module")
def ground(bot: Bot) -> Ground:
    return Ground(bot.reader.content, Debating(bot).bank)


def speech(held: Round, slot: str, change: Callable[[Speech], Speech]) -> Round:
    return replace(held, speeches=tuple(change(one) if one.slot == slot else one for one in held.speeches))


def block(held: Round, slot: str, role: str, change: Callable[[Block], Block], last: bool = False) -> Round:
    """The round with the first, or last, block of a role in a slot changed."""

    def changed(one: Speech) -> Speech:
        places = [at for at, each in enumerate(one.blocks) if each.role == role]
        at = places[-1 if last else 0]
        return replace(one, blocks=(*one.blocks[:at], change(one.blocks[at]), *one.blocks[at + 1 :]))

    return speech(held, slot, changed)


def card(held: Round, change: Callable[[Card], Card]) -> Round:
    """The round with the first card of the negative's constructive changed."""

    def changed(one: Block) -> Block:
        assert one.card is not None
        return replace(one, card=change(one.card))

    return block(held, "NC", "argument", changed)


def point(held: Round, key: str, **more: object) -> Round:
    return replace(held, points=tuple(replace(one, **more) if one.id == key else one for one in held.points))  # type: ignore[arg-type]


def said(words: str) -> Callable[[Block], Block]:
    return lambda one: replace(one, text=f"{one.text} {words}")


def without_answers_to(held: Round, key: str) -> Round:
    points = (replace(one, role="extension") if one.answers == key else one for one in held.points)
    return replace(held, points=tuple(points))


def first(held: Round, role: str, slot: str) -> Point:
    return next(one for one in held.points if one.role == role and one.slot == slot)


def twice(held: Round) -> Round:
    text = next(one.text for one in held.speeches[0].blocks if one.role == "argument")
    return block(held, "1AR", "extension", said(text.split(". ", 1)[1]))


PLANTED: list[tuple[str, Callable[[Round], Round]]] = [
    ("verbatim", lambda one: card(one, lambda it: replace(it, body=it.body.replace("163,000", "193,000")))),
    ("verbatim", lambda one: card(one, lambda it: replace(it, start=it.start + 1, end=it.end + 1))),
    ("verbatim", lambda one: card(one, lambda it: replace(it, cite=replace(it.cite, paragraph=9)))),
    ("verbatim", lambda one: card(one, lambda it: replace(it, read=((0, 9999),)))),
    ("quotations", lambda one: block(one, "NC", "argument", said("As they said, “we have no case at all here”."))),
    ("own_side", lambda one: block(
        one, "AC", "argument", lambda it: replace(it, card=replace(it.card, attribution="")))),  # type: ignore[arg-type]
    ("own_side", lambda one: card(one, lambda it: replace(it, attribution="reporting Bogotá"))),
    ("tags", lambda one: one),
    ("analytics", lambda one: block(one, "NR", "answer", lambda it: replace(it, card=None))),
    ("budgets", lambda one: block(one, "2AR", "extension", said("more " * 60))),
    ("ends_openly", lambda one: speech(one, "NC", lambda it: replace(it, blocks=it.blocks[:1]))),
    ("unpadded", twice),
    ("unpadded", lambda one: block(one, "NC", "argument", said("Ladies and gentlemen, hear me."))),
    ("nothing_new", lambda one: point(one, first(one, "extension", "1AR").id, role="argument")),
    ("answered", lambda one: without_answers_to(one, "AC.1")),
    ("signposted", lambda one: block(one, "1AR", "answer", lambda it: replace(it, text=it.text.split(": ", 1)[1]))),
    ("openings", lambda one: block(one, "AC", "argument", said("They will tell you otherwise."))),
    ("keeps_side", lambda one: point(one, "AC.1", node="n-results")),
    ("keeps_side", lambda one: block(
        one, "2AR", "weighing", lambda it: replace(it, after="That is a ballot for the negative."))),
    ("own_turn", lambda one: speech(one, "NC", lambda it: replace(it, by="user"))),
    ("format", lambda one: replace(one, speeches=one.speeches[:-1])),
    ("format", lambda one: speech(one, "CX1", lambda it: replace(it, exchanges=it.exchanges[:2]))),
    ("format", lambda one: speech(
        one, "CX1", lambda it: replace(
            it, exchanges=tuple(replace(each, asker=other(each.asker)) for each in it.exchanges)))),
    ("flow", lambda one: point(one, "NC.1", answers="NC.2")),
    ("flow", lambda one: point(one, first(one, "answer", "1AR").id, row="NC.2")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "plant"), [each for each in PLANTED if each[0] != "tags"])
def test_a_planted_fault_is_found(name: str, plant: Callable[[Round], Round], held: Round, ground: Ground) -> None:
    before = check(held, ground)[name]
    after = check(plant(held), ground)[name]
    assert before.instances > 0
    assert set(after.violations) - set(before.violations), name


def test_a_cut_that_drops_a_limit_is_found(held: Round, ground: Ground) -> None:
    def cut(one: Card) -> Card:
        at = one.body.index("fewer than")
        return replace(one, read=((0, at), (at + len("fewer than "), len(one.body))))

    assert check(held, ground)["fair_cuts"].violations == ()
    assert any("fewer than" in line for line in check(card(held, cut), ground)["fair_cuts"].violations)


def test_a_card_read_twice_is_found(held: Round, ground: Ground) -> None:
    read = next(one.card for one in held.speeches[2].blocks if one.card is not None and one.card.read)
    again = block(held, "NR", "extension", lambda one: replace(one, card=read))
    before = check(held, ground)["read_once"].violations
    assert set(check(again, ground)["read_once"].violations) - set(before)


def test_a_tag_beyond_its_body_is_found(held: Round, ground: Ground) -> None:
    node = ground.bank.by_id["n-results"]
    louder = replace(node, claim="Enforcement always ends all coca production.")
    bank = replace(ground.bank, nodes=tuple(louder if one.id == node.id else one for one in ground.bank.nodes))
    assert check(held, ground)["tags"].violations == ()
    assert any("always" in line for line in check(held, Ground(ground.content, bank))["tags"].violations)


def test_the_words_of_a_speech_are_counted_as_the_engine_counts_them(held: Round) -> None:
    for each in held.speeches:
        assert sum(wording.count(one.spoken) for one in each.blocks) == each.words


def test_signposts_come_off_and_quotations_are_found() -> None:
    assert wording.unsigned("On root causes: It is so.", ["root causes"]) == "It is so."
    assert wording.unsigned("Extend trade. It is so.", ["trade"]) == "It is so."
    assert wording.unsigned("It is so.", ["trade"]) == "It is so."
    assert wording.quoted("He said, “it fell to 50,000 hectares”, and “no”.") == ["it fell to 50,000 hectares"]
    assert wording.holds("It fell, by 2012, to fewer than 50,000.", "it fell … fewer than 50,000")
    assert not wording.holds("It fell to 50,000.", "fewer than 50,000")
