"""A language model betters the proposal of a topic; what it says is held against the documents."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import TopicError
from bot.models import LanguageModel
from bot.sources.document import Document
from bot.sources.mining.proposing import examples, slug
from bot.topics import ActorFile, SideFile, TopicFile

PROMPT = "propose-topic"
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


class _Told(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class SideTold(_Told):
    """A side as the model tells it."""

    name: str = Field(min_length=2, max_length=80)
    aliases: tuple[str, ...] = ()
    paradigm: str = Field(min_length=3, max_length=80)
    statement: str = Field(min_length=10, max_length=300)
    people: tuple[str, ...] = ()


class TopicTold(_Told):
    """The whole reply."""

    resolution: str = Field(min_length=10, max_length=400)
    affirmative: SideTold
    negative: SideTold


def refined(topic: TopicFile, documents: Sequence[Document], model: LanguageModel) -> TopicFile:
    """The proposal with the sides, people and resolution that the model names, where they hold.

    Names that the documents do not have are left out.

    Raises:
        ModelCallError: the model cannot be asked.
        TopicError: what it replied is of another shape, or does not hold against the documents; the message says why.
    """
    text = "\n\n".join(paragraph.text for document in documents for paragraph in document.paragraphs)
    proposal = _shown(topic)
    values = {"documents": _cut(text, model, model.room(PROMPT) - model.count_tokens(proposal)), "proposal": proposal}
    told = _read(model.complete(PROMPT, values).text)
    _hold(told, text)
    sides = (_side(told.affirmative, "affirmative", text), _side(told.negative, "negative", text))
    if sides[0].id == sides[1].id:
        sides = tuple(side.model_copy(update={"id": slug(side.name)}) for side in sides)  # type: ignore[assignment]
    people = [
        ActorFile(name=name, side=side.id)
        for side, one in zip(sides, (told.affirmative, told.negative), strict=True)
        for name in _there(one.people, text)
    ]
    taken = {name.lower() for side in sides for name in (side.name, *side.aliases)} | {p.name.lower() for p in people}
    others = [_moved(actor, topic, sides) for actor in topic.actors if actor.name.lower() not in taken]
    return topic.model_copy(
        update={
            "resolution": told.resolution.strip(), "sides": sides, "actors": (*people, *others),
            "examples": tuple(examples(sides)),
        }
    )  # fmt: skip


def _cut(text: str, model: LanguageModel, room: int) -> str:
    """As many whole paragraphs from the start as ``room``, in tokens, has place for."""
    kept: list[str] = []
    for paragraph in text.split("\n\n"):
        room -= model.count_tokens(paragraph) + 1
        if room < 0:
            break
        kept.append(paragraph)
    if not kept:
        raise TopicError("the documents do not fit into what the model reads at once. See LECTERN_MODEL_CONTEXT.")
    return "\n\n".join(kept)


def _shown(topic: TopicFile) -> str:
    sides = {
        side.stance: {
            "name": side.name, "aliases": side.aliases, "paradigm": side.paradigm, "statement": side.statement,
            "people": [actor.name for actor in topic.actors if actor.side == side.id],
        }
        for side in topic.sides
    }  # fmt: skip
    return json.dumps({"resolution": topic.resolution, **sides}, ensure_ascii=False, indent=1)


def _read(reply: str) -> TopicTold:
    found = _OBJECT.search(reply)
    if found is None:
        raise TopicError("the model's reply holds no JSON object.")
    try:
        return TopicTold.model_validate_json(found.group())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the reply"
        raise TopicError(f"the model's reply: {where}: {first['msg']}.") from error


def _hold(told: TopicTold, text: str) -> None:
    sides = (told.affirmative, told.negative)
    for side in sides:
        if not _there([side.name], text):
            raise TopicError(f"the model names a side {side.name!r} that the documents do not name.")
    names = [{name.lower() for name in (side.name, *side.aliases, *side.people)} for side in sides]
    if names[0] & names[1]:
        raise TopicError(f"the model has {sorted(names[0] & names[1])[0]!r} on both sides.")
    known = set(_NUMBER.findall(text))
    own = " ".join([told.resolution, *(f"{side.paradigm} {side.statement}" for side in sides)])
    strange = [number for number in _NUMBER.findall(own) if number not in known]
    if strange:
        raise TopicError(f"the model writes a figure that the documents do not have: {strange[0]}.")


def _there(names: Sequence[str], text: str) -> tuple[str, ...]:
    """Those of the names that stand in the text as words of their own."""
    stripped = (name.strip() for name in names)
    return tuple(
        dict.fromkeys(n for n in stripped if n and re.search(rf"(?<!\w){re.escape(n)}(?!\w)", text, re.IGNORECASE))
    )


def _side(told: SideTold, stance: str, text: str) -> SideFile:
    aliases = (one for one in _there(told.aliases, text) if one.lower() != told.name.strip().lower())
    return SideFile(
        id=slug(told.name.split()[-1]),
        name=told.name.strip(),
        stance="affirmative" if stance == "affirmative" else "negative",
        paradigm=told.paradigm.strip(),
        statement=told.statement.strip(),
        aliases=tuple(aliases),
    )


def _moved(actor: ActorFile, topic: TopicFile, sides: Sequence[SideFile]) -> ActorFile:
    """An actor that the rules found, with the side that its own has become; on none where that is gone."""
    old = next((side for side in topic.sides if side.id == actor.side), None)
    names = {name.lower() for name in (old.name, *old.aliases)} if old else set()
    new = next((side for side in sides if names & {name.lower() for name in (side.name, *side.aliases)}), None)
    return actor.model_copy(update={"side": new.id if new else "neutral"})
