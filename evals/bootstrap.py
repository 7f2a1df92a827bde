"""Percentile intervals by bootstrap, whole clusters drawn with replacement (Field and Welsh 2007).

Cases of one group are alike, so that single cases would make intervals too narrow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from evals.metrics.metric import Values, mean

RESAMPLES = 1000
SEED = 20251119
LEVEL = 0.95
Combine = Callable[[Values], float]


def interval(values: Values, clusters: Sequence[str], combine: Combine = mean) -> tuple[float, float] | None:
    """The 95% interval of ``combine(values)``; None where there are fewer than two clusters."""
    return paired(values, None, clusters, combine)


def paired(
    new: Values, old: Values | None, clusters: Sequence[str], combine: Combine = mean
) -> tuple[float, float] | None:
    """The 95% interval of ``combine(new) - combine(old)`` where both are seen on the same resampled clusters.

    Rows line up; a row of NaN is one that the metric does not apply to.
    """
    numbers = np.unique(np.asarray(clusters), return_inverse=True)[1]
    count = int(numbers.max()) + 1 if len(numbers) else 0
    if count < 2:
        return None
    drawn = np.random.default_rng(SEED).integers(0, count, size=(RESAMPLES, count))
    found = _resampled(new, numbers, drawn, combine)
    if old is not None:
        found = found - _resampled(old, numbers, drawn, combine)
    found = found[np.isfinite(found)]
    if not len(found):
        return None
    edge = 50 * (1 - LEVEL)
    low, high = np.percentile(found, [edge, 100 - edge])
    return float(low), float(high)


def _resampled(values: Values, numbers: npt.NDArray[np.intp], drawn: npt.NDArray[np.int64], combine: Combine) -> Values:
    """The statistic on each resample; NaN where nothing was drawn that it applies to."""
    seen = np.isfinite(values if values.ndim == 1 else values[:, 0])
    if combine is mean:
        count = drawn.shape[1]
        times = np.stack([np.bincount(each, minlength=count) for each in drawn]).astype(float)
        sums = np.bincount(numbers[seen], weights=values[seen], minlength=count)
        sizes = np.bincount(numbers[seen], minlength=count)
        total = times @ sizes
        out = np.full(len(drawn), np.nan)
        np.divide(times @ sums, total, out=out, where=total > 0)
        return out
    members = [np.flatnonzero((numbers == cluster) & seen) for cluster in range(drawn.shape[1])]
    out = np.full(len(drawn), np.nan)
    for at, each in enumerate(drawn):
        chosen = np.concatenate([members[cluster] for cluster in each])
        if len(chosen):
            out[at] = combine(values[chosen])
    return out
