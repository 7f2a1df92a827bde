"""Plots as SVG: they need no script and no library, and take their colours from the page."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from evals.comparing import Change
from evals.reports import figures as text
from evals.runs import Figure

WIDTH, LINE, LEFT, RIGHT, TOP = 480, 24, 184, 58, 22
SIDE = 340


def intervals(figures: Sequence[Figure], label: str, names: Sequence[str]) -> Markup:
    """A bar with its 95% interval for each figure that is a share, the lowest first.

    The axis begins a little under the lowest of them, so that the differences are seen; the axis says where.
    """
    shown = [(one, name) for one, name in zip(figures, names, strict=True) if one.value is not None]
    shown.sort(key=lambda each: each[0].value or 0.0)
    least = min((one.value if one.low is None else one.low for one, _ in shown if one.value is not None), default=0.0)
    start = max(0, min(4, int(least * 5 - 0.1))) / 5

    def at_x(share: float) -> float:
        return _x((share - start) / (1 - start))

    height = TOP + LINE * len(shown) + 8
    ticks = [start + (1 - start) * part / 4 for part in range(5)]
    out = [_open(WIDTH, height, label), _axis(height, ticks, at_x, lambda v: f"{v:.3g}")]
    for at, (figure, name) in enumerate(shown):
        y = TOP + LINE * at + LINE / 2
        out.append(f'<text class="name" x="{LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(name)}</text>')
        wide = round(at_x(figure.value or 0.0) - LEFT, 1)
        out.append(f'<rect class="share" x="{LEFT}" y="{y - 6}" width="{wide}" height="12" rx="2"/>')
        if figure.low is not None and figure.high is not None:
            out.append(f'<line class="span" x1="{at_x(figure.low)}" x2="{at_x(figure.high)}" y1="{y}" y2="{y}"/>')
        out.append(f'<text x="{WIDTH - RIGHT + 12}" y="{y + 4}">{escape(text.value(figure))}</text>')
    return _close(out)


def differences(changes: Sequence[Change], label: str) -> Markup:
    """The difference of each metric with its interval, around zero."""
    shown = [one for one in changes if one.difference is not None]
    edge = max([0.02, *(abs(v) for one in shown for v in (one.low, one.high, one.difference) if v is not None)]) * 1.05
    height = TOP + LINE * len(shown) + 8

    def at_x(v: float) -> float:
        return _x((v + edge) / (2 * edge))

    out = [_open(WIDTH, height, label), _axis(height, [-edge, 0, edge], at_x, lambda v: f"{v:+.2f}" if v else "0")]
    for at, one in enumerate(shown):
        y = TOP + LINE * at + LINE / 2
        name = text.title(one.metric) if one.suite == "all" else f"{text.title(one.metric)}, {one.suite}"
        out.append(f'<text class="name" x="{LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(name)}</text>')
        if one.low is not None and one.high is not None:
            out.append(
                f'<line class="span {one.verdict}" x1="{at_x(one.low)}" x2="{at_x(one.high)}" y1="{y}" y2="{y}"/>'
            )
        out.append(f'<circle class="dot {one.verdict}" cx="{at_x(one.difference or 0)}" cy="{y}" r="5"/>')
        out.append(f'<text x="{WIDTH - RIGHT + 12}" y="{y + 4}">{one.difference:+.3f}</text>')
    return _close(out)


def coverage_accuracy(points: Sequence[tuple[float, float]], choices: Sequence[text.Choice], label: str) -> Markup:
    """Accuracy against coverage as the gate's threshold falls, with the run's own choice marked."""
    size, margin = SIDE, 58

    def x(v: float) -> float:
        return round(margin + v * (size - margin - 14), 1)

    def y(v: float) -> float:
        return round(14 + (1 - v) * (size - margin - 14), 1)

    out = [_open(size, size, label)]
    for v in (0, 0.25, 0.5, 0.75, 1):
        out.append(f'<line class="grid" x1="{x(0)}" x2="{x(1)}" y1="{y(v)}" y2="{y(v)}"/>')
        out.append(f'<text x="{x(0) - 8}" y="{y(v) + 4}" text-anchor="end">{v:g}</text>')
        out.append(f'<text x="{x(v)}" y="{y(0) + 18}" text-anchor="middle">{v:g}</text>')
    out.append(f'<text x="{x(0.5)}" y="{size - 6}" text-anchor="middle">coverage: share answered</text>')
    out.append(
        f'<text transform="translate(12 {y(0.5)}) rotate(-90)" text-anchor="middle">accuracy of what is answered</text>'
    )
    path = " ".join(f"{x(a)},{y(b)}" for a, b in text.thinned(points))
    out.append(f'<polyline class="curve" points="{path}"/>')
    for choice in choices:
        if choice.accuracy is not None:
            mark = "dot" if choice.name not in (text.ALWAYS, text.NEVER) else "ring"
            out.append(
                f'<circle class="{mark}" cx="{x(choice.coverage)}" cy="{y(choice.accuracy)}" r="6">'
                f"<title>{escape(choice.name)}</title></circle>"
            )
    return _close(out)


def _x(share: float) -> float:
    return round(LEFT + max(0.0, min(1.0, share)) * (WIDTH - LEFT - RIGHT), 1)


def _axis(height: float, ticks: Sequence[float], at_x: object, name: object) -> str:
    assert callable(at_x)
    assert callable(name)
    return "".join(
        f'<line class="grid" x1="{at_x(v)}" x2="{at_x(v)}" y1="{TOP - 4}" y2="{height - 4}"/>'
        f'<text x="{at_x(v)}" y="{TOP - 9}" text-anchor="middle">{name(v)}</text>'
        for v in ticks
    )


def _open(width: float, height: float, label: str) -> str:
    return (
        f'<svg class="plot" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}" '
        f'style="max-width:{width}px" xmlns="http://www.w3.org/2000/svg">'
    )


def _close(parts: Sequence[str]) -> Markup:
    return Markup("".join([*parts, "</svg>"]))
