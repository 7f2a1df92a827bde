"""The HTML report of a run and of a comparison, as an evaluator opens it: a file, no server, no network."""

from __future__ import annotations

from pathlib import Path

import pytest
from looks import faults, in_windows
from playwright.sync_api import Browser, expect
from reader import window

from evals.comparing import compare
from evals.reports import html
from evals.runs import Run


@pytest.fixture(scope="module")
def report(bundled_run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = bundled_run.model_copy(update={"rows": bundled_run.rows[:-5]})
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(html.page(bundled_run, compare(base, bundled_run)), encoding="utf-8")
    return path


@in_windows
def test_the_report_reads_well_and_calls_nobody(browser: Browser, report: Path, width: int, scheme: str) -> None:
    with window(browser, viewport={"width": width, "height": 844}, color_scheme=scheme) as context:
        page = context.new_page()
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(report.as_uri())
        first = page.locator("details.case:has(mark)").first
        first.locator("summary").click()
        expect(first.locator("mark").first).to_be_visible()
        assert not faults(page)
        assert requests == [report.as_uri()]
