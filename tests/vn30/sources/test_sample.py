from datetime import date

import numpy as np
import pandas as pd
import pytest

from vn30.ingestion.validate import validate_bars
from vn30.market.bars import BAR_COLUMNS, PRICE_COLUMNS
from vn30.market.calendar import sessions_between
from vn30.market.price_limits import DAILY_LIMIT
from vn30.market.universe import INDICES
from vn30.sources.base import Company, SourceError
from vn30.sources.sample.index import simulate_index
from vn30.sources.sample.source import (
    FIRST_SESSION,
    SampleSource,
    daily_limits,
    simulate,
    to_tick,
)

SEED = 30
END = date(2025, 12, 31)
SESSIONS = sessions_between(FIRST_SESSION, END)
TICKERS = sorted(SampleSource(SEED).tickers())


@pytest.fixture(scope="module")
def returns() -> pd.DataFrame:
    """Daily log returns of the served (adjusted) closes, one column a ticker."""
    source = SampleSource(SEED)
    closes = {
        ticker: source.daily_bars(ticker, FIRST_SESSION, END).set_index("date")["close"] for ticker in TICKERS
    }
    return np.log(pd.DataFrame(closes)).diff()


def test_valid_bars() -> None:
    """Every bar is valid and on a session."""
    for ticker in TICKERS:
        served = SampleSource(SEED).daily_bars(ticker, FIRST_SESSION, END)
        assert list(served.columns) == BAR_COLUMNS
        assert not validate_bars(served, ticker).rejected
        assert [stamp.date() for stamp in served["date"]] == SESSIONS[-len(served) :]


def test_seed() -> None:
    """The prices depend on the seed alone."""
    pd.testing.assert_frame_equal(
        simulate(SEED, "FPT", SESSIONS[:300]), simulate(SEED, "FPT", SESSIONS[:300])
    )
    other = simulate(SEED + 1, "FPT", SESSIONS[:300])
    assert not np.allclose(other["close"], simulate(SEED, "FPT", SESSIONS[:300])["close"])


@pytest.mark.parametrize("ticker", ["FPT", "VHM"])
def test_later_sessions(ticker: str) -> None:
    """Later sessions leave the earlier prices unchanged."""
    whole = simulate(SEED, ticker, SESSIONS)
    for count in (900, 901, 1_777):
        shorter = simulate(SEED, ticker, SESSIONS[:count])
        pd.testing.assert_frame_equal(shorter, whole.head(len(shorter)))


def test_exchange_rules() -> None:
    """Prices as traded follow the rules of the exchange."""
    for ticker in TICKERS:
        traded = simulate(SEED, ticker, SESSIONS)
        prices = traded[PRICE_COLUMNS].to_numpy()
        ticks = np.select([prices < 10_000, prices < 50_000], [10, 50], 100)
        assert (prices % ticks == 0).all()
        reference = (traded["close"].shift() * traded["ex_factor"]).iloc[1:]
        moves = traded[["high", "low"]].iloc[1:].div(reference, axis=0) - 1
        assert moves.abs().max(axis=None) <= DAILY_LIMIT["HOSE"] + 1e-9


@pytest.mark.parametrize(
    ("price", "on_tick"),
    [
        (9_994.0, 9_990.0),
        (9_996.0, 10_000.0),
        (10_024.0, 10_000.0),
        (49_980.0, 50_000.0),
        (50_051.0, 50_100.0),
    ],
)
def test_ticks(price: float, on_tick: float) -> None:
    assert to_tick(price) == on_tick


@pytest.mark.parametrize(
    ("reference", "limits"),
    [(10_000.0, (9_300.0, 10_700.0)), (48_000.0, (44_650.0, 51_300.0)), (50_300.0, (46_800.0, 53_800.0))],
)
def test_daily_limits(reference: float, limits: tuple[float, float]) -> None:
    """Daily limits are rounded inwards."""
    assert daily_limits(reference) == limits


def test_event() -> None:
    """A split or dividend restates the history once it has happened, not before."""
    traded = simulate(SEED, "FPT", SESSIONS)
    [*_, event] = traded.index[traded["ex_factor"] < 1]
    before, ex_right = traded["date"][event - 1].date(), traded["date"][event].date()
    source = SampleSource(SEED)
    known_before = source.daily_bars("FPT", FIRST_SESSION, before)
    known_after = source.daily_bars("FPT", FIRST_SESSION, ex_right)

    assert known_before["close"].iloc[-1] == traded["close"][event - 1]
    ratio = known_after["close"].iloc[:-1] / known_before["close"]
    assert ratio.to_numpy() == pytest.approx(traded["ex_factor"][event], rel=1e-6)
    unadjusted_move = traded["close"][event] / traded["close"][event - 1]
    adjusted_move = known_after["close"].iloc[-1] / known_after["close"].iloc[-2]
    assert adjusted_move == pytest.approx(unadjusted_move / traded["ex_factor"][event], rel=1e-6)


def test_period() -> None:
    source = SampleSource(SEED)
    whole = source.daily_bars("VNM", FIRST_SESSION, END)
    year = source.daily_bars("VNM", date(2025, 1, 1), END)
    pd.testing.assert_frame_equal(year, whole.tail(len(year)).reset_index(drop=True))
    assert year["date"][0] == pd.Timestamp(2025, 1, 2)
    assert source.daily_bars("VNM", date(2015, 1, 1), date(2015, 6, 1)).empty


def test_events_and_listings() -> None:
    """Splits, dividends and late listings occur."""
    histories = [simulate(SEED, ticker, SESSIONS) for ticker in TICKERS]
    events = [(history["ex_factor"] < 1).sum() for history in histories]
    assert min(events) >= 1
    assert 5 <= np.mean(events) <= 15
    assert any((history["ex_factor"] < 0.75).any() for history in histories)
    assert sum(len(history) < len(SESSIONS) for history in histories) == 4


def test_stylised_facts(returns: pd.DataFrame) -> None:
    """Returns show the volatility, correlation and clustering of a stock market."""
    volatility = returns.std() * np.sqrt(250)
    assert volatility.between(0.20, 0.45).all()
    correlations = returns.corr().to_numpy()[np.triu_indices(len(TICKERS), 1)]
    assert 0.2 < correlations.mean() < 0.5
    clustering = returns.abs().apply(lambda moves: moves.autocorr(1))
    assert clustering.mean() > 0.05


def test_volume(returns: pd.DataFrame) -> None:
    volume = SampleSource(SEED).daily_bars("FPT", FIRST_SESSION, END).set_index("date")["volume"]
    assert np.log(volume).corr(returns["FPT"].abs()) > 0.3


def test_predictability(returns: pd.DataFrame) -> None:
    """Past returns predict relative returns slightly."""
    demeaned = returns - returns.mean()
    quarter = demeaned.rolling(60).sum().shift()
    for sessions in (7, 15, 30):
        future = demeaned.rolling(sessions).sum().shift(-(sessions - 1))
        daily_ranks = quarter.rank(axis=1).corrwith(future.rank(axis=1), axis=1)
        independent = daily_ranks.dropna().iloc[::sessions]
        standard_error = independent.std() / np.sqrt(len(independent))
        assert 2 * standard_error < independent.mean() < 0.10


def test_stable_prices() -> None:
    """The prices of a seed do not change between versions."""
    closes = SampleSource(SEED).daily_bars("VNM", FIRST_SESSION, date(2024, 12, 31))["close"]
    assert closes.iloc[[0, 1_000, -1]].tolist() == [18135.7572, 12780.9529, 17400.0]


@pytest.mark.parametrize("index", INDICES)
def test_index(index: str, returns: pd.DataFrame) -> None:
    """An index has valid bars and is correlated with its stocks."""
    source = SampleSource(SEED)
    bars = source.daily_bars(index, FIRST_SESSION, END)
    assert not validate_bars(bars, index).rejected
    assert [stamp.date() for stamp in bars["date"]] == SESSIONS
    assert (bars["high"] >= bars[["open", "close"]].max(axis=1)).all()
    assert (bars["low"] <= bars[["open", "close"]].min(axis=1)).all()
    assert bars["close"].between(500, 1_600).all()
    moves = np.log(bars.set_index("date")["close"]).diff()
    assert moves.abs().max() < DAILY_LIMIT["HOSE"]
    assert moves.corr(returns.mean(axis=1)) > 0.9
    pd.testing.assert_frame_equal(simulate_index(SEED, index, SESSIONS[:900]), bars.head(900))


def test_company() -> None:
    """A company has a plausible number of shares and no other data."""
    source = SampleSource(SEED)
    sizes = []
    for ticker in TICKERS:
        company = source.company(ticker)
        assert company == Company(ticker, shares_outstanding=company.shares_outstanding)
        sizes.append((company.shares_outstanding or 0) * simulate(SEED, ticker, SESSIONS)["close"].iloc[0])
    assert 30e12 < min(sizes) < max(sizes) < 500e12
    assert np.mean(sizes) == pytest.approx(130e12, rel=0.5)
    assert source.members() is None
    with pytest.raises(SourceError, match="no VNINDEX"):
        source.company("VNINDEX")


def test_unknown_ticker() -> None:
    with pytest.raises(SourceError, match=r"no VMN \(did you mean VNM"):
        SampleSource(SEED).daily_bars("VMN", FIRST_SESSION, END)
