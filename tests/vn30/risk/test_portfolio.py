"""Portfolios of fixed weights."""

import numpy as np
import pytest

from vn30.risk.portfolio import (
    NoCommonSessions,
    common_closes,
    portfolio_closes,
    risk_shares,
    sector_weights,
    sold_in_a_session,
)
from vn30.risk.prices import Closes, simple_returns

DAYS = np.arange("2024-01-01", "2025-01-01", dtype="datetime64[D]")


def made(seed: int, scale: float = 0.01) -> Closes:
    steps = np.random.default_rng(seed).normal(0, scale, len(DAYS))
    return Closes(DAYS, 100 * np.exp(np.cumsum(steps)))


def test_a_portfolio_of_one_stock_is_that_stock() -> None:
    alone = portfolio_closes(common_closes({"FPT": made(1)}), np.array([1.0]))
    assert alone.prices * made(1).prices[0] == pytest.approx(made(1).prices)
    half = portfolio_closes(common_closes({"FPT": made(1)}), np.array([0.5]))
    assert simple_returns(half.prices) == pytest.approx(simple_returns(made(1).prices) / 2)


def test_only_common_sessions_count() -> None:
    younger = Closes(DAYS[100:], made(2).prices[100:])
    common = common_closes({"VCB": younger, "FPT": made(1)})
    assert common.tickers == ("FPT", "VCB")
    assert common.dates[0] == DAYS[100]
    assert (common.prices[:, 1] == younger.prices).all()
    with pytest.raises(NoCommonSessions, match="NEW has the fewest"):
        common_closes({"FPT": made(1), "NEW": Closes(DAYS[-1:], np.array([5.0]))})


def test_shares_of_risk_add_up_and_a_hedge_lowers_it() -> None:
    stock = made(1)
    hedge = Closes(DAYS, 1 / stock.prices)
    common = common_closes({"A": stock, "B": made(2), "Z": hedge})
    shares = risk_shares(common, np.array([0.6, 0.2, 0.2]))
    assert shares is not None
    assert shares.sum() == pytest.approx(1)
    assert shares[2] < 0
    # Of two independent stocks the variances decide: 0.5^2 * 4 of 0.5^2 * (4 + 1), with their covariance.
    wild = common_closes({"A": made(1, 0.02), "B": made(2, 0.01)})
    assert risk_shares(wild, np.array([0.5, 0.5]))[0] == pytest.approx(0.8, abs=0.06)
    still = common_closes({"A": Closes(DAYS, np.ones(len(DAYS)))})
    assert risk_shares(still, np.array([1.0])) is None


def test_sectors_and_liquidity() -> None:
    weights = {"FPT": 0.2, "VCB": 0.3, "ACB": 0.1, "NEW": 0.1}
    sectors = {"FPT": "Technology", "VCB": "Banking", "ACB": "Banking", "NEW": None}
    assert sector_weights(weights, sectors) == pytest.approx(
        {"Banking": 0.4, "Technology": 0.2, "Other": 0.1}
    )
    # 20 % of 4 billion is 0.8 of 2 billion; all of 1 billion; nothing of what is not traded.
    sold = sold_in_a_session({"A": 2e9, "B": 1e9, "C": 1e9}, {"A": 4e9, "B": 50e9, "C": None})
    assert sold == pytest.approx((0.8 + 1) / 4)
