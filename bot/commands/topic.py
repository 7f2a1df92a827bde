"""``lectern topic``: list topics, make a new one from documents, look at its labels."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from bot.commands.console import AsJson, out, print_json, settings
from bot.errors import TopicError

if TYPE_CHECKING:
    from bot.sources.mining.filling import Filled, Held

app = typer.Typer(no_args_is_help=True, help="List topics, and make new ones from your own documents.")


@app.command("list")
def list_topics(as_json: AsJson = False) -> None:
    """List the topics, the bundled ones and your own."""
    from rich.table import Table

    from bot.topics import load_topic, topics_in

    chosen = settings()
    rows = []
    for folder in (chosen.corpus_dir, chosen.topics_dir):
        for topic_id in topics_in(folder):
            topic = load_topic(folder, topic_id)
            sides = [side.name for side in topic.sides]
            rows.append({"id": topic.id, "title": topic.title, "sides": sides, "folder": topic.folder})
    if as_json:
        print_json(rows)
        return
    table = Table("id", "title", "sides", "folder")
    for row in rows:
        table.add_row(*(escape(str(x)) for x in (row["id"], row["title"], " · ".join(row["sides"]), row["folder"])))
    out.print(table)


@app.command("new")
def new(
    places: Annotated[list[str], typer.Argument(metavar="PATH|FOLDER|URL...", help="The documents it is about.")],
    title: Annotated[str, typer.Option(help="Its title; else the first document's.")] = "",
    resolution: Annotated[str, typer.Option(help="What should be done; else what the text seems to demand.")] = "",
    topic_id: Annotated[str, typer.Option("--id", help="Its id; else made from the title.")] = "",
    affirmative: Annotated[str, typer.Option(help="The side for the resolution, by name.")] = "",
    affirmative_speaks: Annotated[list[str] | None, typer.Option(help="Who speaks for it; may be repeated.")] = None,
    affirmative_holds: Annotated[str, typer.Option(help="What it holds, in one line.")] = "",
    negative: Annotated[str, typer.Option(help="The side against the resolution, by name.")] = "",
    negative_speaks: Annotated[list[str] | None, typer.Option(help="Who speaks for it; may be repeated.")] = None,
    negative_holds: Annotated[str, typer.Option(help="What it holds, in one line.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Take what is proposed without asking.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a topic from documents: all is proposed from the text; in a terminal you are asked to correct it."""
    from bot.sources.intake import gather
    from bot.sources.mining.filling import Filled, Held, filled, form_of, marks_of
    from bot.sources.mining.making import draft_topic, open_draft

    chosen = settings()
    draft = draft_topic(chosen, gather(places), title, resolution, topic_id, lambda words: typer.echo(words, err=True))
    form = form_of(draft.topic)
    given = (
        Held(affirmative, tuple(affirmative_speaks or ()), position=affirmative_holds),
        Held(negative, tuple(negative_speaks or ()), position=negative_holds),
    )
    sides = tuple(_laid_over(one, other) for one, other in zip(form.sides, given, strict=True))
    form = Filled(form.title, form.resolution, (sides[0], sides[1]))
    if sys.stdin.isatty() and not yes and not as_json:
        form = _asked(form)
    if any(side.name for side in form.sides):
        draft = replace(draft, topic=filled(draft.topic, form, marks_of(draft.topic)))
    place, topic = open_draft(chosen, draft), draft.topic
    if as_json:
        print_json({"file": str(place), "topic": topic.model_dump(mode="json")})
        return
    out.print(f"[bold]{escape(topic.title)}[/bold] ({topic.id})", highlight=False)
    out.print(f"Resolution: {escape(topic.resolution)}", highlight=False)
    for side in topic.sides:
        names = ", ".join([side.name, *side.aliases, *(one.name for one in topic.actors if one.side == side.id)])
        out.print(f"{side.stance}: {escape(names)}: {escape(side.paradigm)}", highlight=False)
    if len(topic.sides) < 2:
        out.print("Two sides were not found: name them with --affirmative and --negative, or on the page.")
    out.print(f"Correct what is wrong on the page, or in {escape(str(place))}", soft_wrap=True, highlight=False)
    out.print(f'then ask it: LECTERN_TOPIC={topic.id} lectern ask "How do the two sides differ?"', highlight=False)


def _laid_over(proposed: Held, given: Held) -> Held:
    """A side as it is given, and as it is proposed where nothing is; one of another name has nothing proposed."""
    from bot.sources.mining.filling import Held

    if given.name and given.name != proposed.name:
        proposed = Held()
    return Held(
        given.name or proposed.name,
        given.speaks or proposed.speaks,
        proposed.paradigm,
        given.position or proposed.position,
    )


def _asked(form: Filled) -> Filled:
    """The form as somebody at the terminal has it: what is proposed is taken by the Enter key."""
    from bot.sources.mining.filling import Filled, Held

    typer.echo("Press Enter to take what stands in brackets.")
    resolution = typer.prompt("Resolution: what should be done", default=form.resolution or None)
    sides = []
    for held, part in zip(form.sides, ("for", "against"), strict=True):
        name = typer.prompt(f"The side {part} the resolution", default=held.name or None)
        held = _laid_over(held, Held(name))
        speaks = typer.prompt("  Who speaks for it, with commas between", default=", ".join(held.speaks))
        position = typer.prompt("  What it holds, in one line", default=held.position or None)
        names = tuple(one.strip() for one in speaks.split(",") if one.strip())
        sides.append(Held(name, names, held.paradigm, position))
    return Filled(form.title, resolution, (sides[0], sides[1]))


@app.command("labels")
def labels(topic_id: Annotated[str, typer.Argument(help="The topic; else that of the settings.")] = "") -> None:
    """Say how far attribution by rules agrees with a topic's hand labels."""
    from bot.sources.labelling import agreement
    from bot.sources.readers import read_once
    from bot.sources.reading.limits import Limits
    from bot.topics import load_topic, read_topic_file

    chosen = settings()
    topic_id = topic_id or chosen.topic
    folder = chosen.corpus_of(topic_id)
    topic, data = load_topic(folder, topic_id), read_topic_file(folder, topic_id)
    labelled = [entry for entry in data.sources if entry.paragraphs]
    if not labelled:
        raise TopicError(f"The topic {topic_id!r} has no hand labels to compare with.")
    for entry in labelled:
        document = read_once(Path(topic.folder) / entry.file, chosen.data_dir / "read", Limits.of(chosen))
        found = agreement(document, topic, entry.paragraphs)
        out.print(
            f"{entry.file}: {found.sentences} sentences: side {found.side / found.sentences:.1%}, voice "
            f"{found.voice / found.sentences:.1%}; {found.paragraphs} paragraphs: side "
            f"{found.paragraph_side / found.paragraphs:.1%}",
            highlight=False,
        )
        for text, hand, rules in found.differing:
            out.print(f"  {'/'.join(hand)} by hand, {'/'.join(rules)} by rules: {escape(text[:110])}", highlight=False)
