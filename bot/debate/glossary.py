"""The words of debate with their meanings, from ``glossary.yaml``."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.errors import FormatError

FILE = Path(__file__).with_name("glossary.yaml")


class Term(BaseModel):
    """A word and what it means."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    word: str = Field(min_length=1)
    meaning: str = Field(min_length=1)


def read_glossary(path: Path = FILE) -> tuple[Term, ...]:
    """The terms in a file, in its order.

    Raises:
        FormatError: it is missing, is not YAML, or an entry lacks its word or its meaning; the message says which.
    """
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return TypeAdapter(tuple[Term, ...]).validate_python(data)
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise FormatError(f"{path.name} is not valid YAML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"]) or "the file"
        raise FormatError(f"{path.name}: entry {where}: {first['msg']}.") from error
