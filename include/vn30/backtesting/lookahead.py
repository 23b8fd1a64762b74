"""Look-ahead proof of decisions: made again from inputs that end at past sessions.

A decision that differs was made from what came later. The comparison covers signals, regimes, the bot's
confidence and the weights of all sessions up to each sampled one, as in
:mod:`vn30.features.truncation`. Stored forecasts are cut as well, but were computed elsewhere:
that they are out of sample is for their sources to see to.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np

from vn30.backtesting.config import SimulationConfig
from vn30.backtesting.decide import Decisions, decide, depends_on_regimes
from vn30.backtesting.inputs import DecisionInputs
from vn30.backtesting.signals.base import NoSignals
from vn30.features.truncation import TOLERANCE, LookAhead
from vn30.typing import FloatArray

SOLVER_TOLERANCE = 1e-6
"""Of weights: those of an optimiser are exact to this."""
SAMPLED = 3


class Difference(NamedTuple):
    """One part of a decision that depends on later prices; ``session`` is the newest that shows it.

    Attributes:
        part: ``signal``, ``regime``, ``confidence`` or ``weight``.
        ticker: None of a regime.
        cut: the session that the inputs ended at.
        full, again: the values from all inputs, and from those up to ``cut``.
    """

    part: str
    ticker: str | None
    session: date
    cut: date
    full: str
    again: str

    def __str__(self) -> str:
        of_ticker = "" if self.ticker is None else f" of {self.ticker}"
        return (
            f"The {self.part}{of_ticker} on {self.session} is {self.full} with all prices, and {self.again} "
            f"with those up to {self.cut}"
        )


def sampled_sessions(decisions: Decisions, number: int = SAMPLED, seed: int = 0) -> list[date]:
    """Draw sessions with a decision, oldest first; the newest session, which cuts nothing, is left out."""
    decided = np.flatnonzero(~np.isnan(decisions.weights).all(axis=1))
    decided = decided[decided < len(decisions.weights) - 1].tolist()
    drawn = random.Random(seed).sample(decided, min(number, len(decided)))  # noqa: S311 - it draws a sample
    return [_day(decisions, place) for place in sorted(drawn)]


def check_decisions(
    inputs: DecisionInputs, config: SimulationConfig, decisions: Decisions, sessions: Sequence[date]
) -> int:
    """Decide again from inputs that end at each of ``sessions``.

    Returns:
        The number of compared values.

    Raises:
        LookAhead: a decision depends on later inputs; the message names session, ticker and part.
    """
    compared = 0
    for session in sessions:
        cut = inputs.up_to(session)
        if not depends_on_regimes(config):
            # Their fits take longer than all else of a decision.
            cut = replace(cut, known_regimes=decisions.regimes.iloc[: len(cut.sessions)])
        try:
            again = decide(cut, config)
        except NoSignals:
            raise LookAhead(
                f"The simulation is refused: without the prices after {session}, no session up to it has a "
                "signal."
            ) from None
        rows = len(cut.sessions)
        found = _difference(decisions, again, rows, session)
        if found is not None:
            raise LookAhead(f"The simulation is refused, since its decisions depend on the future. {found}.")
        compared += 2 * again.weights.size
    return compared


def _difference(full: Decisions, again: Decisions, rows: int, session: date) -> Difference | None:
    for measure in full.regimes:
        known, cut = full.regimes[measure].to_numpy()[:rows], again.regimes[measure].to_numpy()
        if (differs := np.flatnonzero(known != cut)).size:
            place = int(differs[-1])
            return Difference("regime", None, _day(full, place), session, str(known[place]), str(cut[place]))
    for (part, all_values, tolerance), (_, values, _) in zip(_parts(full), _parts(again), strict=True):
        newest = _newest_difference(all_values[:rows], values, tolerance)
        if newest is not None:
            row, column = newest
            texts = (f"{all_values[row, column]:.9g}", f"{values[row, column]:.9g}")
            return Difference(part, full.tickers[column], _day(full, row), session, *texts)
    return None


def _parts(decisions: Decisions) -> list[tuple[str, FloatArray, float]]:
    """The arrays that are compared, each with its name and tolerance."""
    parts = [("signal", decisions.signals.values, TOLERANCE)]
    if decisions.confidence is not None:
        parts.append(("confidence", decisions.confidence.values, TOLERANCE))
    return [*parts, ("weight", decisions.weights, SOLVER_TOLERANCE)]


def _day(decisions: Decisions, place: int) -> date:
    day: date = decisions.sessions[place].item()
    return day


def _newest_difference(known: FloatArray, cut: FloatArray, tolerance: float) -> tuple[int, int] | None:
    differs = ~np.isclose(known, cut, rtol=tolerance, atol=tolerance, equal_nan=True)
    places = np.argwhere(differs)
    return None if not len(places) else (int(places[-1][0]), int(places[-1][1]))
