"""Checks on evidence: cards, voices, cuts, tags, quotations."""

from __future__ import annotations

from bot.debate.card import Card
from bot.debate.misquote import misquotes
from bot.debate.model import Round, Speech
from bot.debate.tags import overclaims
from bot.model import BOTH, NEUTRAL, Sentence
from evals.debate import wording
from evals.debate.checking import Found, Ground, bot_cards, bot_speeches, by_bot, placed


def verbatim(held: Round, ground: Ground) -> Found:
    """Every card's body is the source's own text at its offsets, and its cite names the paragraph."""
    for place, _, card in bot_cards(held):
        source = ground.content.source_by_id.get(card.source_id)
        passage = ground.content.passage_by_id.get(card.passage_id)
        if source is None or passage is None:
            yield f"{place}: card {card.id} points to no stored source"
        elif source.text[card.start : card.end] != card.body or not card.body:
            yield f"{place}: the body of card {card.id} is not what the source has there"
        elif not passage.start <= card.start < card.end <= passage.end:
            yield f"{place}: card {card.id} leaves its passage"
        elif (card.cite.paragraph, card.cite.section) != (passage.paragraph, passage.section):
            yield f"{place}: card {card.id} cites ¶ {card.cite.paragraph}, and stands in ¶ {passage.paragraph}"
        else:
            yield _spans_fault(place, card)


def quotations(held: Round, ground: Ground) -> Found:
    """Every quotation in the bot's own words is said by the source or was said in this round."""
    texts = [source.text for source in ground.content.sources]
    said: list[str] = []
    for speech in held.speeches:
        if speech.by == "bot":
            for place, block in placed(speech):
                for words in wording.quoted(f"{block.text} {block.after}"):
                    there = any(wording.holds(text, words) for text in (*texts, *said))
                    reproach = "not in the source" in block.text
                    yield None if there or reproach else f"{place}: “{words}” was said by nobody"
        said.append(_all_words(speech))


def own_side(held: Round, ground: Ground) -> Found:
    """Nothing of the other side in a side's mouth unless it is reported; the author's judgement is the author's."""
    names = {side.id: side.name for side in ground.content.topic.sides}
    for place, stance, card in bot_cards(held):
        side = held.side(stance)
        read = _sentences(card, ground)
        theirs = [one for one in read if one.side not in (side, NEUTRAL, BOTH)]
        spoken = [one for one in read if one.voice != "author" and one.side in names]
        if theirs and not card.reported:
            yield f"{place}: card {card.id} reads {names.get(theirs[0].side)}'s “{theirs[0].text[:60]}…” as its own"
        elif card.read and (theirs or spoken) and names[(theirs or spoken)[0].side] not in card.attribution:
            yield f"{place}: card {card.id} is {(theirs or spoken)[0].side}'s word and does not say so"
        elif (
            read
            and card.attribution.startswith(("reporting", "quoting"))
            and all(one.voice == "author" for one in read)
        ):
            yield f"{place}: card {card.id} lays the author's own judgement on {card.attribution}"
        elif card.read and card.cite.surname not in card.spoken:
            yield f"{place}: card {card.id} is read without its author"
        else:
            yield None


def fair_cuts(held: Round, _ground: Ground) -> Found:
    """What is read aloud of a card leaves out no denial, limit or hedge beside it."""
    for place, _, card in bot_cards(held):
        if card.read:
            found = misquotes(card.body, card.read)
            yield f"{place}: card {card.id}: {found[0]}" if found else None


def tags(held: Round, ground: Ground) -> Found:
    """No tag says more than the body of its card."""
    cards = {card.id: card for _, _, card in bot_cards(held)}
    for point in held.points:
        shown = next((cards[key] for key in point.cards if key in cards), None)
        node = ground.bank.by_id.get(point.node)
        if point.role not in ("argument", "answer") or shown is None or node is None or not by_bot(held, point.slot):
            continue
        found = overclaims(node.claim, shown.body, ground.content.vocabulary)
        yield f"{point.id} ({node.id}): “{node.claim}”: {'; '.join(found)}" if found else None


def analytics(held: Round, _ground: Ground) -> Found:
    """What no card carries is marked as an analytic, and nothing else is."""
    for speech in bot_speeches(held):
        carried = {block.point for block in speech.blocks if block.card is not None}
        for place, block in placed(speech):
            if block.role in ("argument", "answer", "comparison"):
                without = block.point not in carried
                word = "has no card and is not marked" if without else "has a card and is marked"
                yield f"{place}: {word} as an analytic" if block.analytic != without else None


def _sentences(card: Card, ground: Ground) -> list[Sentence]:
    """The sentences of which a card reads something aloud."""
    there = ground.content.passage_by_id[card.passage_id].sentences
    spans = [(card.start + start, card.start + end) for start, end in card.read]
    return [one for one in there if any(start < one.end and end > one.start for start, end in spans)]


def _spans_fault(place: str, card: Card) -> str | None:
    at = 0
    for start, end in card.read:
        if not at <= start < end <= len(card.body):
            return f"{place}: card {card.id} reads {start} to {end} of a body of {len(card.body)}"
        at = end
    aloud = " … ".join(card.body[start:end] for start, end in card.read)
    return None if aloud in card.spoken else f"{place}: card {card.id} is spoken otherwise than it reads"


def _all_words(speech: Speech) -> str:
    parts = [speech.typed, *(block.spoken for block in speech.blocks)]
    parts += [f"{one.question} {one.answer} {one.card.spoken if one.card else ''}" for one in speech.exchanges]
    return " ".join(parts)
