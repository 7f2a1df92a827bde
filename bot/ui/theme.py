"""The page's theme: system fonts, quiet colours, enough contrast in light and dark."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from evals.reports.html import TEMPLATES

ASSETS = Path(__file__).with_name("assets")
STYLE = [ASSETS / "lectern.css", ASSETS / "debate.css", TEMPLATES / "parts.css"]
SCRIPT = ASSETS / "head.html"


def theme() -> gr.themes.Base:
    """The theme; only fonts that are on the reader's machine."""
    return gr.themes.Base(
        primary_hue="teal",
        neutral_hue="stone",
        font=["system-ui", "-apple-system", "Segoe UI", "sans-serif"],
        font_mono=["ui-monospace", "Consolas", "monospace"],
        radius_size="md",
    )
