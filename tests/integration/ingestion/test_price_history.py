"""What was known when: each change of a bar closes a version, in the transaction of the change."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from tests.integration.conftest import SESSIONS
from tests.integration.ingestion.test_provisional_bars import early
from tests.integration.ingestion.test_restatement import adjusted, crawl
from vn30.database import warehouse
from vn30.ingestion.trading_days import decide
from vn30.market.stored_bars import stored_bars

pytestmark = pytest.mark.usefixtures("no_whole_history")

HISTORY = "SELECT * FROM stock_price_history ORDER BY price_date, known_from"


def now(platform: Any) -> datetime:
    """By the clock of the database."""
    moment: datetime = platform.rows("SELECT clock_timestamp()")[0][0]
    return moment


def known(moment: datetime | None = None) -> pd.DataFrame:
    """The bars of FPT as they were stored at a moment, or as they are."""
    with warehouse.engine().connect() as connection:
        return stored_bars(connection, ["FPT"], SESSIONS[-1], known_at=moment)


def change(statement: str, **parameters: Any) -> None:
    with warehouse.transaction() as connection:
        connection.execute(sa.text(statement), parameters)


def test_restatement(platform, truth) -> None:
    """All bars of a restated series are those of one moment, and the old ones are read as they were."""
    before = now(platform)
    platform.write(truth[:-3])
    crawl(platform, "before")
    first, old = now(platform), known()
    platform.write(adjusted(truth, len(truth) - 2, 0.5))
    crawl(platform, "after")

    versions = platform.rows(HISTORY)
    assert len(versions) == len(truth) - 3
    [closed_at] = {row.known_until for row in versions}
    assert {row[0] for row in platform.rows("SELECT known_from FROM stock_prices")} == {closed_at}
    assert platform.rows("SELECT created_at FROM price_restatements") == [(closed_at,)]
    assert {row.known_from < first < row.known_until for row in versions} == {True}
    assert known(first).equals(old)
    assert known(closed_at).equals(known())
    assert not known().equals(old)
    assert known(before).empty


def test_unchanged_bars(platform, truth) -> None:
    """A crawl that brings the same bars again leaves no version."""
    platform.write(truth)
    crawl(platform, "before")
    since = platform.rows("SELECT price_date, known_from FROM stock_prices ORDER BY price_date")
    crawl(platform, "again", full_refresh=True)
    assert platform.rows(HISTORY) == []
    assert platform.rows("SELECT price_date, known_from FROM stock_prices ORDER BY price_date") == since


def test_late_final_bar(platform, market, at) -> None:
    """A provisional bar that a final one replaces is kept, and marked; one that stands leaves no version."""
    platform.write(early(market))
    at(15, 1)
    crawl(platform, "at 15:01")
    platform.write(market)
    at(17)
    crawl(platform, "at 17:00")
    [version] = platform.rows(HISTORY)
    assert (version.price_date, version.is_provisional) == (SESSIONS[-1], True)
    change("UPDATE stock_prices SET is_provisional = TRUE WHERE price_date = :day", day=SESSIONS[-1])
    change("UPDATE stock_prices SET is_provisional = FALSE")
    assert len(platform.rows(HISTORY)) == 1


def test_removed_and_stored_again(platform, truth) -> None:
    """A closed day loses its bars; they are known for the time until then, and from their return on."""
    platform.write(truth)
    crawl(platform, "before")
    day = SESSIONS[-5]
    whole = now(platform)
    change("UPDATE stock_prices SET volume = 0 WHERE price_date = :day", day=day)
    with warehouse.transaction() as connection:
        decide(connection, day, "closed", "confirmed", "ds1", "a storm")
    without = now(platform)
    change(
        "INSERT INTO stock_prices (stock_id, price_date, close_price, volume, source, fetched_at) "
        "SELECT stock_id, :day, 1, 1, 'csv', now() FROM stock_prices LIMIT 1",
        day=day,
    )
    versions = platform.rows(HISTORY)
    assert [(row.price_date, row.volume > 0) for row in versions] == [(day, True), (day, False)]
    assert versions[0].known_until == versions[1].known_from
    for moment, bars in ((whole, len(truth)), (without, len(truth) - 1), (now(platform), len(truth))):
        assert len(known(moment)) == bars
    assert known(now(platform)).set_index("date")["close"][pd.Timestamp(day)] == 1


def test_rolled_back(platform, truth) -> None:
    """What was not committed was never known; nor was what its own transaction has changed again."""
    platform.write(truth)
    crawl(platform, "before")
    with warehouse.engine().connect() as connection:
        connection.exec_driver_sql("UPDATE stock_prices SET close_price = close_price / 2")
        connection.rollback()
    assert platform.rows(HISTORY) == []
    with warehouse.transaction() as connection:
        connection.exec_driver_sql("UPDATE stock_prices SET close_price = close_price / 2")
        connection.exec_driver_sql("UPDATE stock_prices SET close_price = close_price * 3")
    assert len(platform.rows(HISTORY)) == len(truth)


def test_moment_waits_for_writers(platform, truth) -> None:
    """A change that has begun is committed by the moment, or is later than it."""
    platform.write(truth)
    crawl(platform, "before")
    with ThreadPoolExecutor() as pool, warehouse.engine().connect() as writer:
        writer.exec_driver_sql("UPDATE stock_prices SET close_price = close_price / 2")
        moment = pool.submit(platform.rows, "SELECT price_moment()")
        with pytest.raises(StillWaiting):
            moment.result(timeout=0.3)
        writer.commit()
        [(halved,)] = moment.result(timeout=10)
    assert known(halved).equals(known())
    change("UPDATE stock_prices SET close_price = close_price / 2")
    assert not known(halved).equals(known())


def test_transaction_begun_before(platform, truth) -> None:
    """A change is as late as its first write, and not as the start of its transaction."""
    platform.write(truth)
    crawl(platform, "before")
    old = known()
    with warehouse.engine().connect() as writer:
        writer.exec_driver_sql("SELECT now()")
        [(moment,)] = platform.rows("SELECT price_moment()")
        writer.exec_driver_sql("UPDATE stock_prices SET close_price = close_price / 2")
        writer.commit()
    assert known(moment).equals(old)


def test_clock_set_back(platform, truth) -> None:
    """Versions do not overlap if the clock of the database is set back."""
    platform.write(truth)
    crawl(platform, "before")
    with warehouse.transaction() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql("UPDATE stock_prices SET known_from = now() + INTERVAL '1 hour'")
    change("UPDATE stock_prices SET close_price = close_price / 2")
    change("DELETE FROM stock_prices WHERE price_date > :day", day=date(2024, 6, 1))
    assert platform.rows(HISTORY) == []
