"""The process that reads one document: ``python -m bot.sources.reading.child`` with the file on standard input.

Its arguments are one JSON object: ``name``, ``url``, the limits and what is wanted. It answers with one JSON object on
standard output, ``{"document": …}``, ``{"marked": […]}`` or ``{"error": "…"}``, and nothing else.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import warnings
from dataclasses import asdict
from typing import Any

from bot.errors import SourceError
from bot.sources.reading.limits import LETTERS, PARAGRAPHS, SENTENCES, ForbiddenError, Limits, confine, seal
from bot.sources.sentences import sentence_spans


def main() -> None:
    """Reads the document on standard input within the limits."""
    request = json.loads(sys.argv[1])
    limits = Limits(**request["limits"])
    confine(limits)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    answer = _answer(request["name"], request["url"], limits, request["wanted"])
    data = json.dumps(answer).encode()
    sys.stdout.buffer.write(data)
    sys.stdout.flush()
    os._exit(0)  # What is left in memory may take long to tear down.


def _answer(name: str, url: str, limits: Limits, wanted: str) -> dict[str, Any]:
    try:
        return _read_marked(name, limits) if wanted == "marked" else _read(name, url, limits)
    except SourceError as error:
        return {"error": str(error)}
    except (MemoryError, RecursionError):
        return {
            "error": f"{name} needs more memory than a document may take ({limits.memory_mb} MB): nothing was added."
        }
    except ForbiddenError as error:
        return {"error": f"{name} made its reader try what no reader may ({error}): nothing was added."}
    except Exception as error:  # noqa: BLE001 - parsers of hostile files raise anything; the box is thrown away after
        return {"error": f"{name} is damaged or not what it says ({type(error).__name__}): nothing was added."}


def _given(name: str, limits: Limits) -> bytes:
    data = sys.stdin.buffer.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise SourceError(too_large(name, limits.file_bytes))
    return data


def _read_marked(name: str, limits: Limits) -> dict[str, Any]:
    from bot.sources.reading import verbatim

    data = _given(name, limits)
    seal()
    marked = verbatim.read_verbatim(data, name)
    _bounded(name, len(marked), PARAGRAPHS, "paragraphs")
    _bounded(name, sum(len(one.text) for one in marked), LETTERS, "letters")
    return {"marked": [asdict(one) for one in marked]}


def _read(name: str, url: str, limits: Limits) -> dict[str, Any]:
    from bot.sources.reading import formats

    data = _given(name, limits)
    _import_reader(formats.kind_of(name))
    seal()
    document = formats.read(data, name, url)
    _bounded(name, len(document.paragraphs), PARAGRAPHS, "paragraphs")
    _bounded(name, sum(len(paragraph.text) for paragraph in document.paragraphs), LETTERS, "letters")
    _bounded(name, sum(len(sentence_spans(one.text)) for one in document.paragraphs), SENTENCES, "sentences")
    return {"document": asdict(document)}


def _bounded(name: str, count: int, most: int, what: str) -> None:
    if count > most:
        raise SourceError(f"{name} has {count:,} {what}; at most {most:,} are read: split it into parts.")


def too_large(name: str, most: int) -> str:
    """What is said of a file over the limit."""
    return f"{name} has more than {most / 1e6:g} MB, the most that is read: split it, or raise LECTERN_UPLOAD_MB."


def _import_reader(kind: str) -> None:
    """Imports what a reader needs while files may still be opened."""
    if kind == "pdf":
        import bot.sources.reading.pdf
    elif kind == "docx":
        import bot.sources.reading.docx
    elif kind == "html":
        import bot.sources.reading.html
    else:
        import bot.sources.markdown
        import bot.sources.plaintext  # noqa: F401


if __name__ == "__main__":
    main()
