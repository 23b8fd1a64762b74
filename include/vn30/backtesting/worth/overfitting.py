"""The probability of back-test overfitting (PBO) of a batch, by combinatorially symmetric cross-validation.

D. H. Bailey, J. Borwein, M. Lopez de Prado and Q. J. Zhu, "The Probability of Backtest Overfitting", *Journal
of Computational Finance* 20, 2017. Time is cut into blocks; in each choice of half of them, the simulation
with the highest Sharpe ratio is selected and ranked among all by its Sharpe ratio in the other half.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from vn30.typing import FloatArray

BLOCKS = 16
_CELLS = 50_000
"""Splits times simulations whose Sharpe ratios are computed at once: 400 kB an array, which caches hold."""
_CONSTANT = 1e-12
"""A variance below this share of the mean square is that of rounding."""


@dataclass(frozen=True)
class Overfitting:
    """How well the choice of the best simulation holds in sessions that it was not chosen by.

    Attributes:
        probability: of the choice being at or below the median there: PBO.
        loss: share of splits in which the mean return of the choice is below 0 there.
        splits: choices of half of the blocks.
        simulations: between which is chosen; with a few the probability is unstable.
        logits: of the relative rank of the choice, shape (splits,).
    """

    probability: float
    loss: float
    splits: int
    simulations: int
    logits: FloatArray


def overfitting(returns: FloatArray, blocks: int = BLOCKS) -> Overfitting:
    """The PBO of simulations over the same sessions.

    Blocks differ by one session at most where they cannot be equal. A Sharpe ratio of equal returns is 0, so
    that a simulation without trades is worth as much as cash. Of equal ratios the first is chosen; equal ones
    share their mean rank.

    Args:
        returns: of sessions, finite, oldest first, shape (sessions, simulations).
        blocks: even; 16 give 12,870 splits.

    Raises:
        ValueError: there are fewer than two simulations or two sessions a block, or ``blocks`` is odd.
    """
    sessions, simulations = returns.shape
    if blocks < 2 or blocks % 2 or simulations < 2 or sessions < 2 * blocks:
        raise ValueError("PBO needs two simulations, an even number of blocks, and two sessions a block")
    # Moments of a half are sums over its blocks. Centred first: sums of squares of small numbers lose less.
    shift = returns.mean(axis=0)
    centred = np.array_split(returns - shift, blocks)
    counts = np.array([len(block) for block in centred], dtype=float)
    sums = np.array([block.sum(axis=0) for block in centred])
    squares = np.array([(block**2).sum(axis=0) for block in centred])
    chosen = _halves(blocks)
    splits = len(chosen)
    ranks, means = np.empty(splits), np.empty(splits)
    step = max(1, _CELLS // simulations)
    for start in range(0, splits // 2, step):
        stop = min(start + step, splits // 2)
        here = _sharpes(chosen[start:stop], counts, sums, squares, shift)
        there = _sharpes(1 - chosen[start:stop], counts, sums, squares, shift)
        # The other half of a split is that of the split as far from the end: both are there at once.
        mirrored = slice(splits - stop, splits - start)
        ranks[start:stop], means[start:stop] = _ranked(here[0], *there)
        reversed_ranks, reversed_means = _ranked(there[0], *here)
        ranks[mirrored], means[mirrored] = reversed_ranks[::-1], reversed_means[::-1]
    relative = ranks / (simulations + 1)
    logits = np.log(relative / (1 - relative))
    return Overfitting(
        probability=float(np.mean(logits <= 0)),
        loss=float(np.mean(means < 0)),
        splits=splits,
        simulations=simulations,
        logits=logits,
    )


def _halves(blocks: int) -> FloatArray:
    """1 for each block that is chosen in a split, shape (splits, blocks)."""
    half = blocks // 2
    positions = np.array(list(combinations(range(blocks), half)))
    chosen = np.zeros((len(positions), blocks))
    chosen[np.arange(len(positions))[:, None], positions] = 1
    return chosen


def _ranked(inside: FloatArray, outside: FloatArray, means: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The rank (1 is the lowest) and the mean return, outside the chosen blocks, of the best inside them.

    Args:
        inside, outside: Sharpe ratios, ``means``: mean returns outside; all (splits, simulations).
    """
    best = np.argmax(inside, axis=1)
    splits = np.arange(len(best))
    theirs = outside[splits, best][:, None]
    lower = (outside < theirs).sum(axis=1)
    equal = (outside == theirs).sum(axis=1)
    return lower + (equal + 1) / 2, means[splits, best]


def _sharpes(
    chosen: FloatArray, counts: FloatArray, sums: FloatArray, squares: FloatArray, shift: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Sharpe ratios of a session and mean returns in the chosen blocks, both (splits, simulations)."""
    count = (chosen @ counts)[:, None]
    mean = chosen @ sums / count
    mean_square = chosen @ squares / count
    variance = (mean_square - mean**2) * count / (count - 1)
    mean += shift
    is_constant = variance <= _CONSTANT * (mean_square + shift**2)
    deviation = np.sqrt(np.where(is_constant, 1, variance))
    return np.where(is_constant, 0, mean / deviation), mean
