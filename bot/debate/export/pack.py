"""A prep pack: both cases with their cards, blocks, likely questions with replies, and the words of debate."""

from __future__ import annotations

from dataclasses import dataclass

from bot.debate.advising import Adviser, Reply
from bot.debate.bank import Bank, Node
from bot.debate.card import Card
from bot.debate.export import styles
from bot.debate.export.card_markdown import CardWriter
from bot.debate.export.paper import Paper
from bot.debate.export.safe import inline
from bot.debate.export.wording import ANALYTIC, READ, place
from bot.debate.formats import WPM
from bot.debate.glossary import Term, read_glossary
from bot.debate.phrases import capital, listed
from bot.model import Topic
from bot.sources.citing import set_out

NOTHING = "The sources carry no argument of this side that was found."
UNMET = "Nothing is prepared against this."
QUESTIONS = "Likely questions"
LOOK = "Where to look"


@dataclass(frozen=True, slots=True)
class Question:
    """What the other side may well ask, how to reply, and a card of the sentence to see."""

    ask: str
    reply: str
    card: Card | None


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a side's own case."""

    node: Node
    cards: tuple[Card, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Blocks:
    """A side's answers to one argument of the other side."""

    node: Node
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class Half:
    """What one side takes into a round."""

    stance: str
    name: str
    paradigm: str
    case: tuple[Argument, ...]
    blocks: tuple[Blocks, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """The whole pack; ``mined`` says that no person wrote its arguments."""

    title: str
    resolution: str
    halves: tuple[Half, ...]
    glossary: tuple[Term, ...]
    mined: bool


def prep_pack(topic: Topic, adviser: Adviser, bank: Bank) -> Pack:
    """The pack of a topic, affirmative first.

    Raises:
        FormatError: the glossary does not hold together.
    """
    halves = []
    for side in sorted(topic.sides, key=lambda one: one.stance):
        case = tuple(
            Argument(node, tuple(cards), tuple(_questions(adviser, node))) for node, cards in adviser.case(side.id)
        )
        blocks = tuple(Blocks(node, tuple(replies)) for node, replies in adviser.blocks(side.id))
        halves.append(Half(side.stance, side.name, side.paradigm, case, blocks))
    return Pack(f"{topic.title}: prep pack", topic.resolution, tuple(halves), read_glossary(), bank.mined)


def _questions(adviser: Adviser, node: Node) -> list[Question]:
    """The questions of an argument, each with the sentence that its reply rests on as a card."""
    found = []
    for at, one in enumerate(node.cx, 1):
        seen = Node(id=f"{node.id}?{at}", side=node.side, label="", claim="", sentences=(one.sentence,))
        found.append(Question(one.ask, one.reply, adviser.reply(seen).card))
    return found


def _looked_up(card: Card) -> str:
    return f"{LOOK}: {card.cite.short}, {place(card.cite)}: {set_out(card.read_text, card.cite.kind)}"


def _reasons(node: Node) -> list[tuple[str, str]]:
    """What is said about an argument's cards, with its name."""
    named = [
        ("Warrant", node.warrant), ("Impact", node.impact), ("Weighing", node.weighing),
        *((part.name, part.text) for part in node.parts),
        ("Where it is answered", node.even_if), ("In the last speech", node.closing),
    ]  # fmt: skip
    return [(name, words) for name, words in named if words]


def _heading(node: Node) -> str:
    """An argument's label, with the formats that alone have it."""
    return f"{capital(node.label)}{f' ({listed(node.formats)})' if node.formats else ''}"


def _sides(half: Half) -> tuple[str, str]:
    other = "negative" if half.stance == "affirmative" else "affirmative"
    return f"{half.stance.capitalize()} case: {half.name}", f"Blocks against the {other}"


def _claimed(reply: Reply) -> str:
    """A reply's claim, marked where it is a turn or an analytic."""
    kinds = [*(["turn"] if reply.turn else []), *([] if reply.card else [ANALYTIC.lower()])]
    return f"{reply.claim} ({', '.join(kinds)})" if kinds else reply.claim


def pack_markdown(pack: Pack) -> str:
    """The pack as Markdown."""
    cards = CardWriter(WPM)
    parts = [f"# {inline(pack.title)}", f"**Resolution:** {inline(pack.resolution)}", READ]
    for half in pack.halves:
        case, blocks = _sides(half)
        parts += [f"## {inline(case)}", f"*{inline(capital(half.paradigm))}*"]
        parts += [] if half.case else [NOTHING]
        for argument in half.case:
            node = argument.node
            parts += [f"### {inline(_heading(node))}", f"**{inline(node.claim)}**"]
            for card in argument.cards:
                parts += cards.below_tag(card)
            parts += [f"**{name}:** {inline(words)}" for name, words in _reasons(node)]
            parts += [f"#### {QUESTIONS}"] if argument.questions else []
            for one in argument.questions:
                parts += [f"**{inline(one.ask)}**", inline(one.reply)]
                parts += [f"*{inline(_looked_up(one.card))}*"] if one.card else []
        parts.append(f"## {inline(blocks)}")
        for block in half.blocks:
            parts += [f"### Against {inline(block.node.label)}", f"*They say:* {inline(block.node.claim)}"]
            parts += [] if block.replies else [UNMET]
            for reply in block.replies:
                parts.append(f"**{inline(_claimed(reply))}**")
                parts += cards.below_tag(reply.card) if reply.card else []
                parts += [inline(reply.warrant)] if reply.warrant else []
    terms = "\n".join(f"- **{inline(term.word)}:** {inline(term.meaning)}" for term in pack.glossary)
    return "\n\n".join([*parts, "## Glossary", terms]) + "\n"


def pack_docx(pack: Pack) -> bytes:
    """The pack as a .docx file with Verbatim's styles: pockets for cases, blocks and glossary, a block an argument."""
    paper = Paper(pack.title, WPM)
    paper.named("Resolution", pack.resolution)
    paper.text(READ)
    for half in pack.halves:
        case, blocks = _sides(half)
        paper.text(case, styles.POCKET)
        _case(paper, half)
        paper.text(f"{half.name}: {blocks[:1].lower()}{blocks[1:]}", styles.POCKET)
        for block in half.blocks:
            _against(paper, block)
    paper.text("Glossary", styles.POCKET)
    for term in pack.glossary:
        paper.named(term.word, term.meaning)
    return paper.file()


def _case(paper: Paper, half: Half) -> None:
    paper.text(capital(half.paradigm), styles.HAT)
    if not half.case:
        paper.text(NOTHING)
    for argument in half.case:
        paper.text(_heading(argument.node), styles.BLOCK)
        paper.text(argument.node.claim, styles.TAG)
        for card in argument.cards:
            paper.card(card)
        for name, words in _reasons(argument.node):
            paper.named(name, words)
        for one in argument.questions:
            paper.text(one.ask, styles.TAG)
            paper.named("Reply", one.reply)
            if one.card:
                paper.text(_looked_up(one.card), styles.UNDERTAG)


def _against(paper: Paper, block: Blocks) -> None:
    paper.text(f"Against {block.node.label}", styles.BLOCK)
    paper.named("They say", block.node.claim)
    if not block.replies:
        paper.text(UNMET)
    for reply in block.replies:
        paper.text(_claimed(reply), styles.TAG if reply.card else styles.ANALYTIC)
        if reply.card:
            paper.card(reply.card)
        if reply.warrant:
            paper.text(reply.warrant)
