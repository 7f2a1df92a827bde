"""Suites of questions and what their answers must show; the metrics and the runner over them."""
