"""A run as JUnit XML, for what shows test results: a suite a testsuite, a case a testcase."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict

from evals.runs import Row, Run


def xml(run: Run) -> str:
    """The run; a floor that is broken is a failed case of the suite "floors"."""
    by_suite: dict[str, list[Row]] = defaultdict(list)
    for row in run.rows:
        by_suite[row.suite].append(row)
    root = ET.Element("testsuites", name=f"evals of {run.made.engine}", time=f"{run.seconds:.3f}")
    for suite, rows in by_suite.items():
        failures = sum(bool(row.faults) for row in rows)
        node = ET.SubElement(
            root, "testsuite", name=suite, tests=str(len(rows)), failures=str(failures), errors="0", skipped="0",
            time=f"{sum(row.ms for row in rows) / 1000:.3f}", timestamp=run.made.started,
        )  # fmt: skip
        for row in rows:
            _case(node, row)
    floors = ET.SubElement(
        root, "testsuite", name="floors", tests=str(len(run.broken)), failures=str(len(run.broken)), errors="0"
    )
    for line in run.broken:
        case = ET.SubElement(floors, "testcase", classname="evals.floors", name=_clean(line))
        ET.SubElement(case, "failure", message=_clean(line))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _case(suite: ET.Element, row: Row) -> None:
    name = row.case.id if not row.repeat else f"{row.case.id} ({row.repeat + 1})"
    case = ET.SubElement(suite, "testcase", classname=f"evals.{row.suite}", name=name, time=f"{row.ms / 1000:.3f}")
    if row.faults:
        failure = ET.SubElement(case, "failure", message=_clean("; ".join(row.faults)))
        asked = " || ".join(row.case.turns)
        failure.text = _clean(f"asked: {asked}\nanswered: {row.reply.text}")


def _clean(text: str) -> str:
    """Without the control characters that XML 1.0 cannot hold."""
    return "".join(
        char
        for char in text
        if char in "\t\n\r"
        or (ord(char) >= 32 and not 0xD800 <= ord(char) < 0xE000 and ord(char) not in (0xFFFE, 0xFFFF))
    )
