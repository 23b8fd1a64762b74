"""What a signal is: a number a session and ticker that is known after the close of that session."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from vn30.errors import WrongInput
from vn30.typing import BoolArray, FloatArray

SignalKind = Literal["regressor", "classifier", "rank", "label"]
"""A forecast log return or a score; a chance; a place among the stocks of the session, in (-0.5, 0.5); or 1,
0 and -1 for BUY, HOLD and SELL."""

NEUTRAL: dict[SignalKind, float] = {"regressor": 0.0, "classifier": 0.5, "rank": 0.0, "label": 0.0}
"""The value that neither buys nor sells, by kind."""


class NoSignals(WrongInput):
    """No session of the simulation has a signal; the message names the reason and the remedy."""


@dataclass(frozen=True)
class Signals:
    """Signals after the close of each session.

    Attributes:
        values: NaN is unknown, shape (sessions, tickers).
        kind: what the values mean.
        horizon: sessions ahead that the signals speak of; None of a formula.
        read: what they were made from: versions, runs and hashes. Equal reads give equal signals.
        notes: sentences about sessions without signals, and about signals that were made afterwards.
    """

    values: FloatArray
    kind: SignalKind
    horizon: int | None
    read: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def buys(self, threshold: FloatArray | float = 0.0) -> BoolArray:
        """Where a signal is above its neutral value by more than ``threshold``; False where it is unknown."""
        return np.asarray(self.values > NEUTRAL[self.kind] + threshold)

    def keeps(self, threshold: FloatArray | float = 0.0) -> BoolArray:
        """Where a signal lets a held stock stay: it buys, is a HOLD, or is unknown."""
        known = self.values >= NEUTRAL["label"] if self.kind == "label" else self.buys(threshold)
        return np.asarray(known | np.isnan(self.values))
