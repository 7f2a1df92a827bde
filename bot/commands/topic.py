"""``lectern topic``: list topics, make a new one from documents, look at its labels."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.commands.console import AsJson, out, print_json, settings
from bot.errors import TopicError

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
    resolution: Annotated[str, typer.Option(help="What is debated; else what the text seems to demand.")] = "",
    topic_id: Annotated[str, typer.Option("--id", help="Its id; else made from the title.")] = "",
    as_json: AsJson = False,
) -> None:
    """Make a topic from documents: sides, names and paradigms are proposed from the text for you to correct."""
    from bot.sources.intake import gather
    from bot.sources.mining.making import make_topic

    place, topic = make_topic(
        settings(), gather(places), title, resolution, topic_id, lambda words: typer.echo(words, err=True)
    )
    if as_json:
        print_json({"file": str(place), "topic": topic.model_dump(mode="json")})
        return
    out.print(f"[bold]{escape(topic.title)}[/bold] ({topic.id})", highlight=False)
    out.print(f"Resolution: {escape(topic.resolution)}", highlight=False)
    for side in topic.sides:
        names = ", ".join([side.name, *side.aliases, *(one.name for one in topic.actors if one.side == side.id)])
        out.print(f"{side.stance}: {escape(names)}: {escape(side.paradigm)}", highlight=False)
    if len(topic.sides) < 2:
        out.print("Two sides were not found: write them into the file.")
    out.print(f"Correct what is wrong in {escape(str(place))}", soft_wrap=True, highlight=False)
    out.print(f'then ask it: LECTERN_TOPIC={topic.id} lectern ask "How do the two sides differ?"', highlight=False)


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
