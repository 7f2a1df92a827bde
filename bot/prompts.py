"""Reads the prompts in ``prompts/``: Markdown files with a YAML head of name, version and variables.

A line that says ``# User`` divides what the system says from what the user says; a prompt without one is
all the user's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.errors import PromptError
from bot.settings import bundled

_HEAD = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_VARIABLE = re.compile(r"\{(\w+)\}")
_MARKS = str.maketrans("<>", "‹›")
_DIVIDE = re.compile(r"^# User\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt's text, with its variables in braces; ``hash`` names the file that it was read from."""

    name: str
    version: int
    variables: tuple[str, ...]
    text: str
    hash: str = ""

    def fill(self, **values: str) -> str:
        """The text with its variables filled in; a value that has braces of its own is left as it is.

        Raises:
            PromptError: a variable is missing or unknown; the message names it.
        """
        self._demand(values)
        return _filled(self.text, values)

    def messages(self, **values: str) -> tuple[str, str]:
        """What the system says ("" where nothing) and what the user says, with the variables filled in.

        Raises:
            PromptError: a variable is missing or unknown; the message names it.
        """
        self._demand(values)
        # Divided before it is filled in: a value cannot forge the division.
        system, user = _DIVIDE.split(self.text, 1) if _DIVIDE.search(self.text) else ("", self.text)
        return _filled(system, values).strip(), _filled(user, values).strip()

    def _demand(self, values: Mapping[str, str]) -> None:
        missing, unknown = set(self.variables) - set(values), set(values) - set(self.variables)
        faults = [
            f"{word}: {', '.join(sorted(names))}"
            for word, names in (("missing", missing), ("unknown", unknown))
            if names
        ]
        if faults:
            takes = ", ".join(self.variables) or "no variables"
            raise PromptError(f"The prompt {self.name!r} takes {takes}; {'; '.join(faults)}.")


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda match: values.get(match[1], match[0]), text)


@cache
def load_prompt(name: str, folder: Path | None = None) -> Prompt:
    """The prompt of that name.

    Raises:
        PromptError: it is missing, has no head, or its variables are not those that the head names.
    """
    path = (folder or bundled("prompts")) / f"{name}.md"
    try:
        whole = path.read_text(encoding="utf-8")
        found = _HEAD.match(whole)
        head = yaml.load(found[1], Loader=yaml.CSafeLoader) if found else None
    except OSError as error:
        raise PromptError(f"There is no prompt at {path}: {error.strerror}.") from error
    except yaml.YAMLError as error:
        raise PromptError(f"The head of {path} is not valid YAML: {error}") from error
    if found is None or not isinstance(head, dict) or not {"name", "version", "variables"} <= set(head):
        raise PromptError(f"{path} needs a head between two lines of --- with name, version and variables.")
    named, used = set(head["variables"]), set(_VARIABLE.findall(found[2]))
    if named != used:
        raise PromptError(f"{path}: its head and its text differ in variables: {', '.join(sorted(named ^ used))}.")
    digest = hashlib.sha256(whole.encode()).hexdigest()[:12]
    return Prompt(head["name"], int(head["version"]), tuple(head["variables"]), found[2].strip(), digest)


def inert(text: str) -> str:
    """Some words on one line, with nothing in them that could be taken for a mark of a prompt's parts."""
    return " ".join(text.translate(_MARKS).split())
