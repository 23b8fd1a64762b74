"""A portfolio of fixed weights: its series, what each holding adds to its risk, and how it can be sold."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.risk.exposure import MAX_SHARE_OF_VOLUME
from vn30.risk.prices import Closes, Days, simple_returns
from vn30.typing import FloatArray

RISK_SESSIONS = 250
"""Newest common sessions over which the shares of risk are measured."""


class NoCommonSessions(WrongInput):
    """The holdings have fewer than two sessions in common; the message names the youngest."""


@dataclass(frozen=True)
class CommonCloses:
    """The closes of several stocks on the sessions on which all have one, a column a stock."""

    tickers: tuple[str, ...]
    dates: Days
    prices: FloatArray


def common_closes(closes: Mapping[str, Closes]) -> CommonCloses:
    """The common sessions of some stocks, by ticker.

    Raises:
        NoCommonSessions: there are fewer than two.
    """
    tickers = tuple(sorted(closes))
    dates = closes[tickers[0]].dates
    for ticker in tickers[1:]:
        dates = np.intersect1d(dates, closes[ticker].dates, assume_unique=True)
    if len(dates) < 2:
        youngest = max(tickers, key=lambda ticker: closes[ticker].dates[0])
        raise NoCommonSessions(
            localized(
                "The holdings have fewer than two sessions in common; {youngest} has the fewest past ones. "
                "Leave it out.",
                youngest=youngest,
            )
        )
    columns = [closes[ticker].prices[np.searchsorted(closes[ticker].dates, dates)] for ticker in tickers]
    return CommonCloses(tickers, dates, np.column_stack(columns))


def portfolio_closes(common: CommonCloses, weights: FloatArray) -> Closes:
    """The value of the portfolio by session, 1 at the first, brought back to its weights after each session.

    Args:
        weights: of the stocks, shares of the value, 0 or more; what they lack to 1 is cash without interest.
    """
    returns = simple_returns(common.prices) @ weights
    return Closes(common.dates, np.append(1.0, np.cumprod(1 + returns)))


def risk_shares(common: CommonCloses, weights: FloatArray) -> FloatArray | None:
    """The share of each stock in the variance of the portfolio; they add up to 1. None without variance.

    Euler's decomposition: ``w[i] * cov(r[i], r) / var(r)``, over the newest 250 common sessions. A stock that
    moves against the others has a share below 0.
    """
    returns = simple_returns(common.prices[-RISK_SESSIONS - 1 :])
    if len(returns) < 2:
        return None
    whole = returns @ weights
    deviations = whole - whole.mean()
    variance = deviations @ deviations
    if variance == 0:
        return None
    shares: FloatArray = weights * ((returns - returns.mean(axis=0)).T @ deviations) / variance
    return shares


def sector_weights(weights: Mapping[str, float], sectors: Mapping[str, str | None]) -> dict[str, float]:
    """The weight of each sector, the largest first; stocks without a sector are under ``Other``."""
    found: dict[str, float] = {}
    for ticker in sorted(weights):
        sector = sectors.get(ticker) or "Other"
        found[sector] = found.get(sector, 0.0) + weights[ticker]
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def sold_in_a_session(values: Mapping[str, float], traded_values: Mapping[str, float | None]) -> float:
    """The share of the holdings' value that can be sold in one session, at 20 % of the volume.

    Args:
        values: of the holdings in VND, above 0 together.
        traded_values: of a session, in VND, by ticker.
    """
    sold = sum(
        min(value, MAX_SHARE_OF_VOLUME * (traded_values.get(ticker) or 0.0))
        for ticker, value in values.items()
    )
    return float(sold / sum(values.values()))
