"""What is optimised: past returns, what is held, the method and its constraints."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vn30.optimisation.constraints import Constraints
from vn30.optimisation.methods import Method
from vn30.typing import FloatArray


@dataclass(frozen=True)
class Views:
    """What forecasts say of stocks, for the method of Black and Litterman.

    Attributes:
        expected_excess: by ticker, the expected return above the VN30 over the horizon, as a share of 1.
        confidence: by ticker, 0 (the view is left out) to 1 (it is certain), as in
            :func:`vn30.optimisation.views.views_of_forecasts`.
        horizon: sessions.
    """

    expected_excess: Mapping[str, float]
    confidence: Mapping[str, float]
    horizon: int


@dataclass(frozen=True)
class Problem:
    """One optimisation.

    Attributes:
        tickers: of the stocks that may be held, in the order of the columns of ``returns``.
        returns: simple returns of sessions by adjusted closes, oldest first, shape (sessions, tickers),
            without NaN.
        held: weights of the stocks that are held now, as shares of the value with its cash; tickers that are
            not in it have 0.
        method: how the weights are chosen.
        constraints: what the weights have to meet.
        views: of Black and Litterman; None for all other methods, and where there are no forecasts.
        risk_free: return by year that counts as free of risk, as a share of 1.
        sessions_held: by ticker, the sessions since the newest purchase, for
            ``Constraints.min_holding_sessions``; tickers that are not in it were held long enough.
        market_weights: of the method of Black and Litterman, by ticker, in any unit, as capitalisations;
            empty: equal ones.
    """

    tickers: tuple[str, ...]
    returns: FloatArray
    held: Mapping[str, float] = field(default_factory=dict)
    method: Method = "minimum_variance"
    constraints: Constraints = field(default_factory=Constraints)
    views: Views | None = None
    risk_free: float = 0.0
    sessions_held: Mapping[str, int] = field(default_factory=dict)
    market_weights: Mapping[str, float] = field(default_factory=dict)
