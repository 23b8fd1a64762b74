import numpy as np
import pandas as pd
import pytest

from vn30.features.cross_section import cross_section, cross_section_names
from vn30.market.bars import MARKET_COLUMNS

SESSIONS = pd.bdate_range("2022-01-03", periods=300)


def market_of(closes: dict[str, np.ndarray], volume: float = 1000.0) -> pd.DataFrame:
    """Closes of the newest of SESSIONS by ticker; a NaN is a session without a bar."""
    tables = [
        pd.DataFrame({"symbol": symbol, "date": SESSIONS[-len(close) :], "close": close})
        for symbol, close in closes.items()
    ]
    market = pd.concat(tables, ignore_index=True).dropna(subset="close", ignore_index=True)
    market = market.assign(open=market["close"], high=market["close"] * 1.01, low=market["close"] * 0.99)
    return market.assign(volume=volume)[MARKET_COLUMNS]


def walk(seed: int, sessions: int = 300) -> np.ndarray:
    return 100 * np.exp(np.random.default_rng(seed).normal(0, 0.02, sessions).cumsum())


@pytest.fixture(scope="module")
def market() -> pd.DataFrame:
    return market_of({symbol: walk(seed) for seed, symbol in enumerate("ABCDE")})


def ranks_on(
    market: pd.DataFrame, session: pd.Timestamp, name: str, guarded: bool = False
) -> dict[str, float]:
    ranks = cross_section(market, guarded)
    rows = ranks[ranks["date"] == session]
    return dict(zip(rows["symbol"], rows[name].tolist(), strict=True))


def test_ranks_by_hand(market: pd.DataFrame) -> None:
    returns = market.pivot(index="date", columns="symbol", values="close").pct_change(20)
    for session in SESSIONS[[50, 299]]:
        order = returns.loc[session].sort_values().index
        expected = dict(zip(order, (-0.4, -0.2, 0.0, 0.2, 0.4), strict=True))
        assert ranks_on(market, session, "rank_return_20") == pytest.approx(expected)


def test_guard(market: pd.DataFrame) -> None:
    """A guarded row contains the ranks of the previous bar."""
    names = cross_section_names()
    same_session = cross_section(market, guarded=False).groupby("symbol", sort=False)[names].shift(1)
    pd.testing.assert_frame_equal(cross_section(market)[names], same_session)


def test_order_and_units(market: pd.DataFrame) -> None:
    """The ranks depend neither on the order of the tickers nor on units."""
    names = {"A": "Z", "B": "Y", "C": "X", "D": "W", "E": "V"}
    renamed = market.assign(symbol=market["symbol"].map(names), close=market["close"] * 1000)
    renamed[["open", "high", "low"]] *= 1000
    ranks = cross_section(renamed.sort_values(["symbol", "date"], ignore_index=True)).set_index(
        ["symbol", "date"]
    )
    expected = cross_section(market).assign(symbol=market["symbol"].map(names)).set_index(["symbol", "date"])
    pd.testing.assert_frame_equal(ranks.sort_index(), expected.sort_index(), atol=1e-6)


def test_ties_share_their_mean_rank() -> None:
    alike = market_of({"A": walk(1), "B": walk(1), "C": walk(2)})
    ranks = ranks_on(alike, SESSIONS[100], "rank_return_5")
    assert ranks["A"] == ranks["B"] == pytest.approx(-ranks["C"] / 2)
    assert abs(ranks["C"]) == pytest.approx(1 / 3)
    all_alike = market_of(dict.fromkeys("ABC", walk(1)))
    assert set(ranks_on(all_alike, SESSIONS[-1], "rank_return_5").values()) == {0.0}


def test_few_tickers_stay_near_the_middle() -> None:
    ranks = cross_section(market_of({"A": walk(1)}), guarded=False)[cross_section_names()]
    assert (ranks.iloc[260:] == 0).all(axis=None)
    two = ranks_on(market_of({"A": walk(1), "B": walk(2)}), SESSIONS[-1], "rank_return_5")
    assert sorted(two.values()) == [-0.25, 0.25]


def test_ranked_tickers() -> None:
    """Only tickers with a bar and a full window are compared."""
    suspended = walk(2)
    suspended[150:160] = np.nan
    market = market_of({"A": walk(1), "B": suspended, "C": walk(3), "D": walk(4, 40)})
    session = SESSIONS[155]
    assert sorted(ranks_on(market, session, "rank_return_1").values()) == [-0.25, 0.25]
    young = ranks_on(market, SESSIONS[-1], "rank_return_60")
    assert np.isnan(young.pop("D"))
    assert sorted(young.values()) == pytest.approx([-1 / 3, 0, 1 / 3])
    first_back = ranks_on(market, SESSIONS[160], "rank_return_1", guarded=True)
    assert first_back["B"] == ranks_on(market, SESSIONS[149], "rank_return_1")["B"]


def test_columns_rows_and_range(market: pd.DataFrame) -> None:
    ranks = cross_section(market)
    names = cross_section_names()
    assert list(ranks.columns) == ["symbol", "date", *names]
    assert {str(ranks[name].dtype) for name in names} == {"float32"}
    pd.testing.assert_frame_equal(ranks[["symbol", "date"]], market[["symbol", "date"]])
    assert ranks[names].abs().max(axis=None) == pytest.approx(0.4)
    assert ranks.groupby("symbol").tail(10)[names].notna().all(axis=None)
    assert cross_section(market.iloc[:0]).empty
