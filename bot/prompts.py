"""Reads the prompts in ``prompts/``: Markdown files with a YAML head of name, version and variables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.errors import PromptError
from bot.settings import bundled

_HEAD = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_VARIABLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt's text, with its variables in braces."""

    name: str
    version: int
    variables: tuple[str, ...]
    text: str

    def fill(self, **values: str) -> str:
        """The text with its variables filled in; a value that has braces of its own is left as it is.

        Raises:
            PromptError: a variable is missing or unknown; the message names it.
        """
        wrong = sorted(set(values) ^ set(self.variables))
        if wrong:
            raise PromptError(f"The prompt {self.name!r} takes {', '.join(self.variables)}; wrong: {', '.join(wrong)}.")
        return _VARIABLE.sub(lambda match: values.get(match[1], match[0]), self.text)


@cache
def load_prompt(name: str, folder: Path | None = None) -> Prompt:
    """The prompt of that name.

    Raises:
        PromptError: it is missing, has no head, or its variables are not those that the head names.
    """
    path = (folder or bundled("prompts")) / f"{name}.md"
    try:
        found = _HEAD.match(path.read_text(encoding="utf-8"))
        head = yaml.safe_load(found[1]) if found else None
    except OSError as error:
        raise PromptError(f"There is no prompt at {path}: {error.strerror}.") from error
    except yaml.YAMLError as error:
        raise PromptError(f"The head of {path} is not valid YAML: {error}") from error
    if found is None or not isinstance(head, dict) or not {"name", "version", "variables"} <= set(head):
        raise PromptError(f"{path} needs a head between two lines of --- with name, version and variables.")
    named, used = set(head["variables"]), set(_VARIABLE.findall(found[2]))
    if named != used:
        raise PromptError(f"{path}: its head and its text differ in variables: {', '.join(sorted(named ^ used))}.")
    return Prompt(head["name"], int(head["version"]), tuple(head["variables"]), found[2].strip())
