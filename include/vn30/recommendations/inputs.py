"""What the rules read of a session: published forecasts, the evidence for them, and measures of prices."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from vn30.evaluation.significance import PROVEN_BELOW, Verdict, corrected_p_values
from vn30.recommendations.excess import (
    ExcessDistribution,
    excess_distribution,
    volatilities,
)

VALUE_SESSIONS = 20
MONTH = 21
"""Sessions of last month's return."""
VOLATILITY_SESSIONS = 60
SESSIONS_A_YEAR = 250
_DIGITS = 10


@dataclass(frozen=True)
class Forecast:
    """A published forecast, JSON between tasks and in snapshots.

    Attributes:
        id: of its row.
        change_pct, lower_pct, upper_pct: of the price up to the target session; None: not calibrated.
        chance: to beat the VN30; None where too few past ranks have an outcome.
        verdict: on the skill of the ticker's forecasts of the price.
        explanation: of the forecast (:class:`vn30.forecasting.ticker_explanation.Explanation`).
        rank_ic, rank_ic_error: of past ranks of the run at this horizon, out of sample; None: unknown.
    """

    id: int
    experiment_run_id: str
    model_version_id: str | None
    target_date: str
    change_pct: float
    lower_pct: float | None
    upper_pct: float | None
    rank: int | None
    ranked: int | None
    chance: float | None
    verdict: str | None
    volatility_regime: str
    trend_regime: str
    explanation: dict[str, Any] | None
    rank_ic: float | None
    rank_ic_error: float | None


@dataclass(frozen=True)
class Evidence:
    """Whether the order of the forecasts of a run at a horizon is proven.

    Attributes:
        p_value: one-sided, of a rank IC of 0, corrected by Benjamini and Hochberg for the run's ``trials``
            horizons; None without a rank IC.
    """

    rank_ic: float | None
    rank_ic_error: float | None
    p_value: float | None
    trials: int

    @property
    def verdict(self) -> Verdict:
        """``proven`` for a positive rank IC with a p-value below PROVEN_BELOW."""
        if self.rank_ic is None or self.p_value is None:
            return "not proven"
        return "proven" if self.rank_ic > 0 and self.p_value < PROVEN_BELOW else "not proven"


@dataclass(frozen=True)
class Measures:
    """Of a stock's prices up to the session; None where too few sessions are known.

    Attributes:
        close: adjusted, as it was known, VND.
        raw_close: as traded, VND.
        volatility: standard deviation of daily log returns.
        excess_volatility: of daily log returns less those of the VN30.
        traded_value: mean of a session, VND.
        month_return_pct: over the last MONTH sessions.
    """

    close: float
    raw_close: float
    volatility: float | None
    excess_volatility: float | None
    traded_value: float | None
    month_return_pct: float | None

    @property
    def volatility_pct(self) -> float | None:
        """A year's volatility in percent."""
        return None if self.volatility is None else 100 * self.volatility * SESSIONS_A_YEAR**0.5


@dataclass(frozen=True)
class Candidate:
    """A stock at a horizon: what the rules decide on."""

    ticker: str
    horizon: int
    forecast: Forecast | None
    evidence: Evidence
    measures: Measures | None
    spread: ExcessDistribution | None

    def snapshot(self) -> dict[str, Any]:
        """All of it as JSON; of the distribution, its size and deciles."""
        return {
            "forecast": None if self.forecast is None else asdict(self.forecast),
            "evidence": {**asdict(self.evidence), "verdict": self.evidence.verdict},
            "prices": None if self.measures is None else asdict(self.measures),
            "spread": _spread(self.spread),
        }


def evidence_of(forecasts: Sequence[Forecast], horizons: Sequence[int]) -> dict[tuple[str, int], Evidence]:
    """The evidence for each run and horizon.

    Args:
        horizons: of each forecast.
    """
    from scipy.stats import norm

    scores: dict[str, dict[int, tuple[float, float]]] = {}
    found: dict[tuple[str, int], Evidence] = {}
    for forecast, horizon in zip(forecasts, horizons, strict=True):
        key = forecast.experiment_run_id, horizon
        if forecast.rank_ic is None or not forecast.rank_ic_error:
            found[key] = Evidence(forecast.rank_ic, forecast.rank_ic_error, None, 0)
        else:
            scores.setdefault(key[0], {})[horizon] = forecast.rank_ic, forecast.rank_ic_error
    for run, of_run in scores.items():
        p_values = corrected_p_values(np.array([norm.sf(ic / error) for ic, error in of_run.values()]))
        for (horizon, (ic, error)), p_value in zip(of_run.items(), p_values, strict=True):
            found[run, horizon] = Evidence(ic, error, round(float(p_value), _DIGITS), len(of_run))
    return found


def measures_of(
    market: pd.DataFrame, index: "pd.Series[float]", raw_closes: dict[str, float]
) -> dict[str, Measures]:
    """The measures of each ticker with a bar of the last session.

    Args:
        market: a market frame up to the session.
        index: closes of the VN30 by session.
        raw_closes: of the last session, VND, by ticker.
    """
    closes = closes_by_session(market)
    session = closes.index[-1]
    excess = volatilities(closes, index.reindex(closes.index)).iloc[-1]
    found = {}
    for ticker, bars in market.groupby("symbol"):
        if bars["date"].iloc[-1] != session:
            continue
        close = bars["close"].to_numpy()
        returns = np.diff(np.log(close))[-VOLATILITY_SESSIONS:]
        newest = bars.iloc[-VALUE_SESSIONS:]
        enough = len(returns) >= VOLATILITY_SESSIONS // 2
        found[str(ticker)] = Measures(
            close=float(close[-1]),
            raw_close=raw_closes[str(ticker)],
            volatility=_known(returns.std(ddof=1)) if enough else None,
            excess_volatility=_known(excess.get(ticker, np.nan)),
            # Adjusted price times volume, on the basis of the newest session's raw price.
            traded_value=_known(
                (newest["close"] * newest["volume"]).mean() * raw_closes[str(ticker)] / close[-1]
            ),
            month_return_pct=_known(100 * (close[-1] / close[-1 - MONTH] - 1))
            if len(close) > MONTH
            else None,
        )
    return found


def spreads_of(
    market: pd.DataFrame, index: "pd.Series[float]", horizons: Sequence[int]
) -> dict[int, ExcessDistribution | None]:
    """The distribution of past outcomes at each horizon; arguments as of :func:`measures_of`."""
    closes = closes_by_session(market)
    aligned = index.reindex(closes.index)
    return {horizon: excess_distribution(closes, aligned, horizon) for horizon in horizons}


def closes_by_session(market: pd.DataFrame) -> pd.DataFrame:
    """The closes of a market frame: one row a session, a column a ticker, NaN where there is no bar."""
    return market.pivot(index="date", columns="symbol", values="close")


def document_of(session: date, candidates: Sequence[Candidate]) -> dict[str, Any]:
    """All that the rules read, for the hash of a run's inputs."""
    return {
        "session": session.isoformat(),
        "candidates": [
            {"ticker": each.ticker, "horizon": each.horizon, **each.snapshot()} for each in candidates
        ],
    }


def _known(value: float) -> float | None:
    return round(float(value), _DIGITS) if np.isfinite(value) and value != 0 else None


def _spread(spread: ExcessDistribution | None) -> dict[str, Any] | None:
    if spread is None:
        return None
    deciles = np.quantile(spread.outcomes, np.arange(1, 10) / 10)
    return {
        "outcomes": len(spread.outcomes),
        "deciles": [round(float(value), _DIGITS) for value in deciles],
    }
