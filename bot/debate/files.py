"""Reads the YAML files of this layer that people write: banks, formats, what they say in a round."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.errors import FormatError


def read_mapping(path: Path, otherwise: str) -> dict[Any, Any]:
    """The mapping in a YAML file; ``otherwise`` is said where it holds something else.

    Raises:
        FormatError: the file cannot be read, is not YAML, or holds no mapping; the message names it.
    """
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise FormatError(f"{path.name} is not valid YAML: {error}") from error
    if not isinstance(data, dict):
        raise FormatError(f"{path.name}{otherwise}")
    return data
