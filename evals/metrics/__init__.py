"""Metrics, one idea a file; :data:`METRICS` is all of them in the order of the reports."""

from __future__ import annotations

from evals.metrics.metric import Metric
from evals.metrics.registry import METRICS, named

__all__ = ["METRICS", "Metric", "named"]
