"""Draws the map as SVG: wide, with the sides left and right, and narrow, one under the other, for a phone."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from bot.debate.bank import Node
from bot.ui.map.clash import Band, Row

LINE = 18
"""Pixels from one line of text to the next."""
_PAD, _GAP = 8, 10
_LABEL = " class='label'"
# Letters of 14 pixels are 7.4 wide on average; a box is wide enough for what wraps at this.
_PER_LETTER = 7.4
# For the file: there the page's own style is not.
_STYLE = (
    "text{font:14px 'DejaVu Sans',Verdana,sans-serif;fill:#1d2420}.issue,.head,.label{font-weight:700}"
    "rect{fill:#fff;stroke-width:1.5}.side-0 rect{stroke:#7a4a00;fill:#fdeed6}.side-1 rect{stroke:#1f3a8a;fill:#e6ebfb}"
    ".reply rect{fill:#fff}path{fill:none;stroke:#6b6f6c}.turn{stroke-dasharray:6 4}circle{fill:#b3261e}"
)


@dataclass(frozen=True, slots=True)
class Form:
    """A way to lay the map out: how wide it is, and where boxes of each side stand, with their replies'.

    ``left`` and ``reply_left`` are by side; ``beside`` says whether replies stand beside their argument, or below it.
    """

    width: int
    box: int
    left: tuple[int, int]
    reply: int
    reply_left: tuple[int, int]
    beside: bool


WIDE = Form(1080, 360, (0, 720), 340, (0, 740), beside=True)
NARROW = Form(350, 350, (0, 0), 312, (38, 38), beside=False)


def svg(bands: Sequence[Band], names: Sequence[str], form: Form, alone: bool = False) -> str:
    """The map; ``names`` are the sides'. ``alone`` makes it a file of its own, which nothing in can be pressed."""
    out: list[str] = []
    y = 24 + LINE
    places = form.left if form.beside else (0, form.width // 2)
    out += [_head(name, places[at], at) for at, name in enumerate(names)]
    for band in bands:
        middle = form.width // 2 if form.beside else 0
        anchor = ' text-anchor="middle"' if form.beside else ""
        out.append(f'<text class="issue" x="{middle}" y="{y + 6}"{anchor}>{escape(band.title)}</text>')
        y += LINE + _GAP
        for row in band.rows:
            drawn, y = _row(row, names, form, y, alone)
            out += drawn
        y += _GAP
    style = f"<style>{_STYLE}</style>" if alone else ""
    told = escape(f"{names[0]} and {names[1]}: what each argues, and what the other says to it") if names else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 0 {form.width + 4} {y}" '
        f'width="{form.width + 4}" height="{y}" role="{"img" if alone else "group"}" aria-label="{told}">'
        f"{style}{''.join(out)}</svg>"
    )


def _head(name: str, x: int, at: int) -> str:
    return f'<text class="head side-{at}" x="{x}" y="16">{escape(name)}</text>'


def _row(row: Row, names: Sequence[str], form: Form, y: int, alone: bool) -> tuple[list[str], int]:
    """An argument with its replies, and where the next row begins."""
    box = _Box.of(row.node, row.side, form.left[row.side], y, form.box)
    other = 1 - row.side
    if form.beside:
        # The replies stand where the other side's arguments do.
        x, below = form.reply_left[other], y
    else:
        x, below = form.reply_left[other], y + box.height + _GAP
    replies: list[_Box] = []
    for node in row.replies:
        replies.append(_Box.of(node, other, x, below, form.reply))
        below += replies[-1].height + 6
    lines = [_line(box, reply, form) for reply in replies]
    dot = [] if replies else [_dot(box, form)]
    told = f"{names[row.side]}: {row.node.label}. {len(replies) or 'No'} {'reply' if len(replies) == 1 else 'replies'}"
    drawn = [*lines, *dot, box.drawn(told, "box", alone)]
    drawn += [reply.drawn(f"{names[other]} replies: {reply.node.label}", "reply", alone) for reply in replies]
    return drawn, max(y + box.height, below) + _GAP


@dataclass(frozen=True, slots=True)
class _Box:
    node: Node
    side: int
    x: int
    y: int
    width: int
    label: tuple[str, ...]
    claim: tuple[str, ...]

    @classmethod
    def of(cls, node: Node, side: int, x: int, y: int, width: int) -> _Box:
        """A box with the label, and of an argument with what it claims."""
        letters = int((width - 2 * _PAD) / _PER_LETTER)
        label = textwrap.wrap(node.label, letters, max_lines=2, placeholder=" …")
        claim = textwrap.wrap(node.claim, letters, max_lines=3, placeholder=" …") if node.argument else []
        return cls(node, side, x, y, width, tuple(label), tuple(claim))

    @property
    def height(self) -> int:
        return len(self.label + self.claim) * LINE + 2 * _PAD

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    def drawn(self, told: str, kind: str, alone: bool) -> str:
        words = "".join(
            f'<text{_LABEL * (at < len(self.label))} x="{self.x + _PAD}" y="{self.y + _PAD + 14 + at * LINE}">'
            f"{escape(line)}</text>"
            for at, line in enumerate(self.label + self.claim)
        )
        inner = (
            f'<rect x="{self.x}" y="{self.y}" width="{self.width}" height="{self.height}" rx="8"/>'
            f"<title>{escape(self.node.claim)}</title>{words}"
        )
        pressed = "" if alone else (
            f' role="button" tabindex="0" data-node="{escape(self.node.id, quote=True)}" '
            f'aria-label="{escape(told, quote=True)}"'
        )  # fmt: skip
        return f'<g class="{kind} side-{self.side}"{pressed}>{inner}</g>'


def _line(box: _Box, reply: _Box, form: Form) -> str:
    """From a reply to what it meets: the thicker, the more sentences carry it; broken where it turns the argument."""
    width = 1.25 + 0.9 * min(len(reply.node.sentences), 4)
    turn = ' class="turn"' if reply.node.turn else ""
    if form.beside:
        start, end = (box.x + box.width, reply.x) if reply.x > box.x else (box.x, reply.x + reply.width)
        bend = (start + end) / 2
        path = f"M{start} {box.middle}C{bend} {box.middle} {bend} {reply.middle} {end} {reply.middle}"
    else:
        path = f"M{box.x + 16} {box.y + box.height}V{reply.middle}H{reply.x}"
    return f'<path{turn} d="{path}" stroke-width="{width:.2f}"/>'


def _dot(box: _Box, form: Form) -> str:
    """The mark of an argument that nothing meets."""
    x = box.x + box.width + 14 if form.beside and not box.x else box.x - 14 if form.beside else box.x + box.width - 14
    return f'<circle cx="{x}" cy="{box.middle}" r="5"><title>The other side has no reply</title></circle>'
