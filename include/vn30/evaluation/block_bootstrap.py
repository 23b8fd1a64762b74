"""Standard errors and intervals of means over sessions whose values depend on each other.

Forecasts over a horizon overlap, and calm and volatile times last for months: neighbouring sessions are no
independent sample. The circular block bootstrap draws blocks of them instead (D. N. Politis and J. P. Romano,
"A circular block-resampling procedure for stationary data", in *Exploring the Limits of Bootstrap*, 1992).
"""

import numpy as np

from vn30.typing import FloatArray

BLOCK_SESSIONS = 60
"""Sessions of a block: twice the longest horizon."""
SAMPLES = 400
_INTERVAL_SAMPLES = 4_000
"""The ends of a 95 % interval are those of 100 samples each."""


def ratio_error(sums: FloatArray, counts: FloatArray) -> float | None:
    """Standard error of ``sum(sums) / sum(counts)``; None for fewer than two blocks of sessions.

    Args:
        sums: of a figure over the tickers of each session, oldest first.
        counts: what each sum is divided by, above 0; ones for a plain mean over sessions.
    """
    sessions = len(sums)
    if sessions < 2 * BLOCK_SESSIONS:
        return None
    random = np.random.default_rng(0)
    starts = random.integers(0, sessions, (SAMPLES, -(-sessions // BLOCK_SESSIONS)))
    drawn = (starts[:, :, None] + np.arange(BLOCK_SESSIONS)) % sessions
    drawn = drawn.reshape(SAMPLES, -1)[:, :sessions]
    return float(np.std(sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)))


def mean_interval(values: FloatArray, coverage: float = 0.95) -> tuple[float, float] | None:
    """The interval of the mean of ``values`` by percentiles of samples; None for fewer than two blocks.

    Args:
        values: one a session, oldest first.
        coverage: share of the samples within it.
    """
    sessions = len(values)
    if sessions < 2 * BLOCK_SESSIONS:
        return None
    blocks, rest = divmod(sessions, BLOCK_SESSIONS)
    lengths = np.array([BLOCK_SESSIONS] * blocks + [rest] * (rest > 0))
    starts = np.random.default_rng(0).integers(0, sessions, (_INTERVAL_SAMPLES, len(lengths)))
    # A sum over a block is a difference of running sums, over the series twice, as blocks are circular.
    running = np.concatenate([[0.0], np.cumsum(np.tile(values, 2))])
    means = (running[starts + lengths] - running[starts]).sum(axis=1) / sessions
    low, high = np.quantile(means, [(1 - coverage) / 2, (1 + coverage) / 2])
    return float(low), float(high)
