"""What every read shares: the database, the session that it is as of, and which tickers are meant.

Nothing heavy is imported with this module, but with its first use: ``import vn30.data`` is quick.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vn30.data.columns import COLUMNS
from vn30.errors import WrongInput

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

Day = date | str
"""A date, or its text as YYYY-MM-DD."""
Moment = datetime | str
"""A time with a zone, or its text as 2024-06-28T18:00+07:00."""


class WrongDate(WrongInput):
    """A date is none, or lies after the platform's today; the message says which it may be."""


class WrongTime(WrongInput):
    """A time has no zone, is none, or lies in the future; the message says how to write it."""


class NothingStored(WrongInput):
    """The database has nothing of what was asked for; the message says what fills it."""


class Unreachable(WrongInput):
    """The database does not answer; the message says which, and why."""


@dataclass(frozen=True)
class Read:
    """One read-only transaction, and the session that it is as of."""

    connection: sa.Connection
    as_of: date
    is_today: bool

    def frame(self, table: str, query: str, /, **parameters: Any) -> pd.DataFrame:
        """The rows of ``sql/queries/<query>.sql``, with the columns of ``COLUMNS[table]``."""
        from vn30.database.frames import JSON, fetch_frame

        columns = {column.name: JSON if column.holds_json else column.dtype for column in COLUMNS[table]}
        return fetch_frame(self.connection, query, columns, as_of=self.as_of, **parameters)


@contextmanager
def reading(url: str | None, as_of: Day | None) -> Iterator[Read]:
    """Open the database for one read.

    Raises:
        MissingSetting: there is no URL.
        Unreachable: no database answers there.
        NothingStored: it is not the platform's, or no crawl has loaded prices yet.
        WrongDate: ``as_of`` is no date, or lies after the platform's today.
    """
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from vn30.database.warehouse import fetch_one

    wanted = None if as_of is None else to_date(as_of, "as_of")
    engine = _engine(url)
    place = engine.url.render_as_string(hide_password=True)
    try:
        with engine.connect() as pooled:
            connection = pooled.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            clock = fetch_one(connection, "data/clock")
            if clock is None or clock["as_of"] is None:
                raise NothingStored(
                    f"There are no prices in {place} yet: run vn30_data_crawler, or `make demo`."
                )
            today: date = clock["as_of"]
            if wanted is not None and wanted > today:
                raise WrongDate(
                    f"as_of {wanted} lies after the platform's today, {today}: nothing is known of it."
                )
            yield Read(connection, wanted or today, wanted is None or wanted == today)
    except OperationalError as error:
        raise Unreachable(f"PostgreSQL does not answer at {place}: {str(error.orig).strip()}") from error
    except ProgrammingError as error:
        if getattr(error.orig, "pgcode", None) != _UNDEFINED_TABLE:
            raise
        raise NothingStored(
            f"{place} is not a database of this version of the platform: check VN30_DATABASE_URL, or apply "
            "the migrations, as `make demo` does."
        ) from error


_UNDEFINED_TABLE = "42P01"


def _engine(url: str | None) -> sa.Engine:
    from vn30.database import warehouse
    from vn30.settings import MissingSetting, get_settings

    if url is not None:
        return _engine_at(url)
    if get_settings().database_url is None:
        raise MissingSetting(
            "VN30_DATABASE_URL is not set. Set it, or url=, to postgresql://user@host:port/name. "
            'For the database of `make demo`, run your script by `make run ARGS="python script.py"`, or, '
            "while the demo is up, set it to what `make -s database-url` prints."
        )
    return warehouse.engine()


@lru_cache(maxsize=8)
def _engine_at(url: str) -> sa.Engine:
    from pydantic import SecretStr
    from sqlalchemy.exc import ArgumentError

    from vn30.database.warehouse import make_engine
    from vn30.settings import MissingSetting, get_settings

    try:
        return make_engine(get_settings().model_copy(update={"database_url": SecretStr(url)}))
    except (ArgumentError, MissingSetting) as error:
        raise Unreachable("url is none: write it postgresql://user@host:port/name.") from error


def to_date(value: Day, argument: str) -> date:
    """``value`` as a date.

    Raises:
        WrongDate: it is none.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise WrongDate(f"{argument} is {value!r}: give a date, or write it YYYY-MM-DD.") from error


def to_moment(read: Read, value: Moment, argument: str) -> datetime:
    """``value`` as an aware time, which has passed by the clock of the database.

    Raises:
        WrongTime: it has no zone, is none, or lies in the future.
    """
    from vn30.database.warehouse import fetch_returned

    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise WrongTime(f"{argument} is {value!r}: give a time with a zone, {_AS_TIME}.") from error
    if moment.utcoffset() is None:
        raise WrongTime(f"{argument} is {value!s}, which has no zone: give it one, {_AS_TIME}.")
    now: datetime = fetch_returned(read.connection, "data/now")["known_now"]
    if moment > now:
        raise WrongTime(
            f"{argument} {moment.isoformat()} lies in the future: it is {now:%Y-%m-%d %H:%M} UTC."
        )
    return moment


_AS_TIME = "such as datetime(2024, 6, 28, 18, tzinfo=ZoneInfo('Asia/Ho_Chi_Minh')) or 2024-06-28T18:00+07:00"


def as_list(tickers: str | Iterable[str]) -> list[str]:
    """One ticker, or several, as a list."""
    return [tickers] if isinstance(tickers, str) else list(tickers)


def checked(connection: sa.Connection, tickers: str | Iterable[str]) -> list[str]:
    """The tickers in capitals, sorted, without repeats.

    Raises:
        UnknownTicker: some were never in the VN30; the message names those that are spelled alike.
        WrongInput: one of them is an index, or there is none.
    """
    from vn30.market.membership import known_tickers
    from vn30.market.universe import INDICES, check_tickers

    wanted = [ticker.strip().upper() for ticker in as_list(tickers)]
    if not wanted:
        raise WrongInput("tickers is empty: name some, or leave it out.")
    # Of the VN30, which is a market as well as an index, nothing is spelled alike.
    if codes := sorted(set(wanted).intersection(INDICES)):
        raise WrongInput(f"{', '.join(codes)}: an index is no stock. Read it by vn30.data.indices().")
    return list(check_tickers(wanted, known_tickers(connection)))
