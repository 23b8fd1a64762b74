"""The risk of a session in the database: as of that session, and replaced as a whole."""

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import numpy as np
import psycopg2.errors
import pytest
import sqlalchemy as sa

from tests.integration.conftest import Platform
from tests.support.made_minutes import made_minutes
from tests.support.stored_market import store_market
from vn30.database import warehouse
from vn30.errors import WrongInput
from vn30.ingestion.intraday.minutes_writer import store_minutes
from vn30.market.calendar import sessions_between
from vn30.risk import sessions as risk_sessions
from vn30.risk import tails, volatility
from vn30.risk.retention import expire
from vn30.risk.rows import COLUMNS
from vn30.risk.sessions import RiskJob, measure, plan

SESSIONS = sessions_between(date(2020, 6, 1), date(2024, 6, 28))
PAST = SESSIONS[-31]
JOB = RiskJob(PAST.isoformat(), ["FPT", "HPG"])


@pytest.fixture
def market_of_years(platform: Platform) -> Platform:
    with warehouse.transaction() as connection:
        store_market(connection, ("FPT", "HPG"), SESSIONS)
    return platform


def stored(platform: Platform) -> dict[str, list[Any]]:
    """All rows of the session, without the moment in which they were computed."""
    return {
        table: platform.rows(
            f"SELECT {', '.join(columns)} FROM {table} ORDER BY {', '.join(columns[:5])}"  # noqa: S608
        )
        for table, columns in COLUMNS.items()
    }


def spoil_later_prices() -> None:
    """Triple the prices and volumes after the session, those of the indices included."""
    with warehouse.transaction() as connection:
        connection.execute(
            sa.text(
                "UPDATE stock_prices SET close_price = 3 * close_price, open_price = 3 * open_price, "
                "high_price = 3 * high_price, low_price = 3 * low_price, volume = 3 * volume "
                "WHERE price_date > :session"
            ),
            {"session": PAST},
        )


def test_a_past_session_does_not_depend_on_later_prices(
    market_of_years: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte; and a leak that is planted is found."""
    platform = market_of_years
    assert measure(platform.store, JOB) == {"measured": 2, "too_short": 0}
    before = stored(platform)
    assert {table: len(rows) for table, rows in before.items()} == {
        "risk_states": 2,
        "risk_measures": 4,
        "var_backtests": 48,
        "risk_losses": 16,
    }
    spoil_later_prices()
    measure(platform.store, JOB)
    assert stored(platform) == before

    read = risk_sessions.stored_bars
    monkeypatch.setattr(
        risk_sessions, "stored_bars", lambda connection, symbols, _: read(connection, symbols, SESSIONS[-1])
    )
    with pytest.raises(psycopg2.errors.CheckViolation, match="risk_states_check"):
        measure(platform.store, JOB)
    assert stored(platform) == before, "a batch is stored as a whole"


def test_a_leak_within_the_back_test_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A volatility that is centred on its session makes past estimates depend on what followed."""
    returns = np.random.default_rng(0).normal(0, 0.01, 700)
    end = np.array([550])
    honest = partial(tails.tails, "filtered", horizon=1)
    assert (honest(returns, end).var == honest(returns[:551], end).var).all()

    def centred(series: Any) -> Any:
        around = np.convolve(series**2, np.ones(11) / 11, mode="same")
        return np.append(around, around[-1])

    monkeypatch.setattr(tails, "ewma_variances", centred)
    assert (honest(returns, end).var != honest(returns[:551], end).var).all()


def test_plan(market_of_years: Platform) -> None:
    """The stocks that have traded lately, as of a session that is not after today; indices are none."""
    (job,) = plan(None, None)
    assert job == RiskJob(SESSIONS[-1].isoformat(), ["FPT", "HPG"])
    assert plan(date(2030, 1, 1), ["HPG"]) == [RiskJob(SESSIONS[-1].isoformat(), ["HPG"])]
    assert plan(PAST, None)[0].session == PAST.isoformat()
    with pytest.raises(WrongInput, match="No trades of FPT in the 30 days up to 2019-01-01"):
        plan(date(2019, 1, 1), ["FPT"])


def test_plan_of_an_empty_database(platform: Platform) -> None:
    with pytest.raises(WrongInput, match="Run vn30_data_crawler"):
        plan(None, None)


def test_batches(market_of_years: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(risk_sessions, "BATCH_TICKERS", 1)
    assert [job.tickers for job in plan(None, None)] == [["FPT"], ["HPG"]]


def test_volatility_from_minutes(market_of_years: Platform) -> None:
    """Of a stock with minutes of enough sessions, its nights included; of others there is none."""
    platform, days = market_of_years, SESSIONS[-46:-30]
    store_minutes(platform.store, made_minutes("FPT", days), "csv", datetime.now(UTC))
    measure(platform.store, JOB)
    rows = platform.rows(
        "SELECT ticker, intraday_volatility FROM risk_states JOIN stocks ON stock_id = id ORDER BY 1"
    )
    (_, found), (_, none) = rows
    assert none is None
    variances = volatility.session_variances(made_minutes("FPT", days))[1]
    assert found > volatility.intraday_volatility(variances, np.zeros(len(variances)))


def test_retention(market_of_years: Platform) -> None:
    """Kept are the newest sessions, the last of each month, and that of a stock without newer ones."""
    days = [day for day in SESSIONS if date(2024, 4, 1) <= day]
    with warehouse.transaction() as connection:
        for ticker, until in (("FPT", days[-1]), ("HPG", days[5])):
            connection.execute(
                sa.text(
                    "INSERT INTO risk_states (stock_id, session_date, first_bar, last_bar, ewma_volatility, "
                    "realised_volatility) SELECT id, day, day, day, 0.3, 0.3 FROM stocks "
                    "CROSS JOIN unnest(cast(:days AS DATE[])) AS day WHERE ticker = :ticker"
                ),
                {"ticker": ticker, "days": [day for day in days if day <= until]},
            )
        assert expire(connection, 10) == len(days) + 6 - (10 + 2 + 1)
        assert expire(connection, 10) == 0
    rows = market_of_years.rows(
        "SELECT ticker, session_date FROM risk_states JOIN stocks ON stock_id = id ORDER BY 1, 2"
    )
    ends = [date(2024, 4, 26), date(2024, 5, 31)]
    assert rows == [("FPT", day) for day in [*ends, *days[-10:]]] + [("HPG", days[5])]
