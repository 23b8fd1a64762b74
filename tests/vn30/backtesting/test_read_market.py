"""The market of a simulation from a database: raw prices, limits, actions, and what was known when."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import numpy as np

from tests.support.stored_market import SESSIONS, TICKERS, store_market
from vn30.backtesting.read_market import read_market
from vn30.database.warehouse import make_engine
from vn30.ingestion.corporate_actions import put_action
from vn30.market.corporate_actions import CorporateAction
from vn30.market.rules import rules_on
from vn30.portfolio.market import held_market, read_listing
from vn30.settings import Settings

EX_DATE, AS_OF, FIRST = SESSIONS[-30], SESSIONS[-10], SESSIONS[100]


def test_a_stored_market(make_database: Callable[..., str]) -> None:
    """Closes are those of the portfolio; limits those of the rules of the day; later bars are left out."""
    engine = make_engine(Settings(database_url=make_database("simulated_market")))
    with engine.begin() as connection:
        store_market(connection)
        before = datetime.now(UTC)
    with engine.begin() as connection:
        put_action(connection, CorporateAction("FPT", EX_DATE, "stock_dividend", "HOSE", ratio=0.2))
    with engine.connect() as connection:
        market = read_market(connection, TICKERS, FIRST, AS_OF)
        known = read_market(connection, TICKERS, FIRST, AS_OF, known_at=before)
        held = held_market(connection, read_listing(connection, AS_OF), TICKERS, FIRST)
    engine.dispose()
    days = [session.astype(date) for session in market.sessions]
    assert (days[0], days[-1], market.tickers) == (FIRST, AS_OF, TICKERS)
    for place, ticker in enumerate(TICKERS):
        np.testing.assert_array_equal(market.close[:, place], held.closes[ticker])
    np.testing.assert_array_equal(market.index, held.index)
    assert [action.ex_date for action in market.actions] == [EX_DATE]
    row = days.index(EX_DATE)
    # 20 new shares for 100: the reference price is the close before by 1.2.
    reference = rules_on(EX_DATE).tick.nearest(market.close[row - 1, 0] / 1.2)
    assert market.ceiling[row, 0] == max(rules_on(EX_DATE).ceiling(reference), market.high[row, 0])
    assert market.floor[row, 0] == min(rules_on(EX_DATE).floor(reference), market.low[row, 0])
    hpg = market.close[row - 1, 1]
    assert market.ceiling[row, 1] == max(rules_on(EX_DATE).ceiling(hpg), market.high[row, 1])
    assert known.actions == ()
    np.testing.assert_allclose(known.close[row - 1, 0], market.close[row - 1, 0] / 1.2, rtol=2e-3)
    np.testing.assert_array_equal(known.close[row:], market.close[row:])
