"""The Map tab: draws the clash, opens an argument on a click, and lists what is dated."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from bot.errors import LecternError
from bot.sources.citing import set_out
from bot.ui.article import tone
from bot.ui.browsing import told
from bot.ui.debate.room import Room
from bot.ui.map.clash import Band, bands_of
from bot.ui.map.drawing import NARROW, WIDE, svg

if TYPE_CHECKING:
    from bot.answer.dating import Dated
    from bot.debate.bank import Node
    from bot.debate.debating import Debating

OPENED = 300.0
"""Seconds that the map waits for the bot to be open."""
EVENTS = 60
"""Sentences in the timeline, at most."""
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_LEGEND = (
    "<p class='legend'>A line joins an argument and what the other side says to it: the thicker, the more of the text "
    "stands behind it; broken where it turns the argument round. A red dot: the other side has no reply. Press a box "
    "to read it.</p>"
)


class MapTab:
    """Lays the tab out and ties its events together."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def lay_out(self) -> None:
        """Makes the tab's components; call inside a ``gr.Tab``."""
        with gr.Column(elem_id="map-desk"):
            self.map = gr.HTML("", elem_id="map", padding=False, apply_default_css=False)
            self.opened = gr.HTML("", elem_id="map-opened", padding=False, apply_default_css=False)
            self.timeline = gr.HTML("", elem_id="map-timeline", padding=False, apply_default_css=False)
        self.which = gr.Textbox(visible="hidden", label="The argument that is opened", elem_id="map-which")
        self.pick = gr.Button("Open it", visible="hidden", elem_id="map-pick")

    def wire(self, tab: Any) -> None:
        """Ties the components' events together; the map is drawn whenever the tab is opened."""
        tab.select(self._draw, None, [self.map, self.timeline, self.opened], **_PRIVATE)
        self.pick.click(self._open, [self.which], self.opened, **_PRIVATE)

    def _draw(self) -> tuple[str, str, str]:
        from bot.answer.dating import dated

        self._room.ready(OPENED)
        try:
            debating = self._room.debating
        except LecternError as error:
            return told(str(error), "failed"), "", ""
        content = debating.content
        when = _timeline_html(dated(content, content.sources, EVENTS))
        bands = bands_of(debating.bank, debating.topic, debating.issue_of)
        if not bands:
            why = debating.lacking or "No argument could be made out."
            return told(f"There is nothing to draw yet. {why}"), when, ""
        return _map_html(bands, debating), when, ""

    def _open(self, which: str) -> str:
        try:
            debating = self._room.debating
        except LecternError as error:
            return told(str(error), "failed")
        node = debating.bank.by_id.get(which)
        return _node_html(node, debating) if node is not None else ""


def _map_html(bands: Sequence[Band], debating: Debating) -> str:
    topic = debating.topic
    names = [side.name for side in topic.sides]
    file = base64.b64encode(svg(bands, names, WIDE, alone=True).encode()).decode()
    mined = "<p>These arguments were made out of the text by program, in the text's own words.</p>"
    return (
        f"<section aria-label='Map'><h2>{escape(topic.resolution)}</h2>{mined * debating.bank.mined}{_LEGEND}"
        f"<div class='wide'>{svg(bands, names, WIDE)}</div><div class='narrow'>{svg(bands, names, NARROW)}</div>"
        f"<p><a class='file' download='{escape(topic.id, quote=True)}-map.svg' "
        f"href='data:image/svg+xml;base64,{file}'>Download the map (SVG)</a></p></section>"
    )


def _node_html(node: Node, debating: Debating) -> str:
    """An argument to be read: claim, reason, cards, what the other side says, and what to do with it."""
    topic = debating.topic
    side = next(one for one in topic.sides if one.id == node.side)
    other = next((one for one in topic.sides if one.id != node.side), side)
    lines = [("Because", node.warrant), ("So what", node.impact)]
    reasons = "".join(f"<p><b>{name}:</b> {escape(text)}</p>" for name, text in lines if text)
    cards = "".join(
        f"<li>{escape(set_out(card.read_text or card.body, card.cite.kind))} "
        f"<span>{escape(card.cite.short)}</span></li>"
        for card in debating.cutter.cards(node)
    )
    replies = "".join(
        f"<li><button type='button' data-node='{escape(one.id, quote=True)}'>{escape(one.claim)}</button></li>"
        for one in debating.bank.answers_to(node.id)
    )
    heard = f"<h4>{escape(other.name)} says</h4><ul>{replies}</ul>" if replies else ""
    return (
        f"<section class='node' aria-label='Argument' tabindex='-1'><button type='button' class='shut' data-shut='1' "
        f"aria-label='Close'>×</button><p><span class='badge {tone(node.side, topic)}'>{escape(side.name)}"
        f"</span> {escape(node.label)}</p><h3>{escape(node.claim)}</h3>{reasons}<ul class='cards'>{cards}</ul>{heard}"
        f"<p class='moves'><button type='button' data-go='ask' data-text='Check: {escape(node.claim, quote=True)}'>"
        f"Ask about it</button> <button type='button' data-go='argue' data-stance='{side.stance}'>Argue it</button> "
        f"<button type='button' data-go='argue' data-stance='{other.stance}'>Argue against it</button></p></section>"
    )


def _timeline_html(dated: Sequence[Dated]) -> str:
    if not dated:
        return ""
    rows = "".join(
        f"<li><b>{escape(one.shown)}</b> <a href='#quote-{one.sentence.passage_id}-{one.sentence.start}-"
        f"{one.sentence.end}'>{escape(one.sentence.text)}</a> <span>¶ {one.passage.paragraph}</span></li>"
        for one in dated
    )
    return f"<section aria-label='Timeline'><h2>When it happened</h2><ol>{rows}</ol></section>"
