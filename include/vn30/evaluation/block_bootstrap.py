"""Standard errors of means over sessions whose values depend on each other.

Forecasts over a horizon overlap, and calm and volatile times last for months: neighbouring sessions are no
independent sample. The circular block bootstrap draws blocks of them instead (D. N. Politis and J. P. Romano,
"A circular block-resampling procedure for stationary data", in *Exploring the Limits of Bootstrap*, 1992).
"""

import numpy as np

from vn30.typing import FloatArray

BLOCK_SESSIONS = 60
"""Sessions of a block: twice the longest horizon."""
SAMPLES = 400


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
