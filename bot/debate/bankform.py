"""Arguments that a person makes for a topic of their own, from what its sources say: proposed, put right, kept.

They are kept beside the documents, in ``banks/`` of the data folder, as YAML that can be read and changed by hand. The
sentence that carries an argument is kept by its words, so that it is found again however the documents are cut up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from bot.debate.bank import Bank, Node
from bot.debate.mining import answers, proposals, question
from bot.errors import FormatError
from bot.learned.encoder import Embedder
from bot.model import Sentence
from bot.search.content import Content

HEAD = """\
# Arguments made from the sources of a topic. sentence: what carries it, word for word as a document has it; label: what
# it is called; claim: what it says; why: the reason; so_what: what follows for the resolution.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """An argument as the form has it; ``fact`` says that it is the author's own word, which is nobody's yet."""

    side: str
    sentence: str
    label: str
    claim: str
    why: str = ""
    so_what: str = ""
    fact: bool = False


_ADAPTER: TypeAdapter[tuple[Row, ...]] = TypeAdapter(tuple[Row, ...])


def form_file(data_dir: Path, topic: str) -> Path:
    """Where the arguments that a person made for a topic are kept."""
    return data_dir / "banks" / f"{topic}.yaml"


def offered(content: Content, embedder: Embedder) -> list[Row]:
    """What the sources offer, side by side: what each is reported to hold, then facts that stand beside it."""
    return [
        Row(node.side, node.sentences[0].text, node.label.strip("“”"), node.claim, node.warrant, fact=fact)
        for node, fact in proposals(content, embedder)
    ]


def read_rows(path: Path) -> tuple[Row, ...]:
    """The arguments in a file; none where there is no such file.

    Raises:
        FormatError: it holds something else; the message says what and where.
    """
    if not path.is_file():
        return ()
    try:
        data: Any = yaml.safe_load(path.read_text(encoding="utf-8")) or ()
        return _ADAPTER.validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
        raise FormatError(f"{path}: argument {where}: {first['msg']}.") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FormatError(f"{path} cannot be read: {error}.") from error


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    """Keeps arguments in place of those in a file, all or nothing; without any the file goes.

    Raises:
        FormatError: it cannot be written.
    """
    try:
        if not rows:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        said = yaml.safe_dump([asdict(one) for one in rows], allow_unicode=True, sort_keys=False, width=110)
        fresh.write_text(HEAD + said, encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise FormatError(
            f"{path} cannot be written: {error.strerror}. Check that the data folder has room."
        ) from error


def bank_of(rows: Sequence[Row], content: Content, embedder: Embedder) -> Bank:
    """The bank of a person's arguments, each answered by what the sources say against it.

    An argument whose sentence is no longer in any document is left out.
    """
    there = {one.text: one for passage in content.passages for one in passage.sentences}
    arguments = [_node(row, there[row.sentence], content) for row in rows if _holds(row, there, content)]
    made = list(arguments)
    for side in content.topic.sides:
        made += answers(side, arguments, content, embedder)
    return Bank(tuple(made))


def _holds(row: Row, there: dict[str, Sentence], content: Content) -> bool:
    return row.sentence in there and content.topic.side(row.side) is not None


def _node(row: Row, sentence: Sentence, content: Content) -> Node:
    side = next(one for one in content.topic.sides if one.id == row.side)
    key = hashlib.sha256(f"{row.side}\x1f{row.sentence}\x1f{row.claim}".encode()).hexdigest()[:10]
    return Node(
        f"{row.side}-own-{key}", row.side, row.label, row.claim, warrant=row.why, impact=row.so_what,
        sentences=(sentence,), cx=(question(row.label, side, sentence, row.why),),
    )  # fmt: skip
