"""Changes what a page offers without setting back what a reader has chosen meanwhile.

The answer to an event comes after the page is there, at times seconds after; a value in it undoes every choice made
until then.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from typing import Any

import gradio as gr

Props = tuple[Any, dict[str, Any]]
"""A component and what is to be new of it, by the names of its constructor."""


def remake(page: gr.Blocks, changes: Iterable[Props]) -> None:
    """Gives a page that is loaded from now on other properties of some components.

    A page that is already open keeps the components that it was loaded with, so that what it sends is still taken.
    """
    components = page.default_config.blocks
    for component, props in changes:
        made = copy.copy(component)
        for name, value in props.items():
            setattr(made, name, value)
        components[component._id] = made
    page.config = page.get_config_file()


def offer(choices: Sequence[tuple[str, str]], chosen: str | None, otherwise: str | None = None) -> gr.Dropdown:
    """A list's new choices; ``otherwise``, or the first one, is chosen only where what was chosen is gone."""
    values = [value for _, value in choices]
    if chosen in values:
        return gr.Dropdown(choices)
    return gr.Dropdown(choices, value=otherwise if otherwise is not None else next(iter(values), None))
