"""Reading the platform's data from Python and notebooks: each function returns a DataFrame.

    from vn30 import data

    closes = data.prices(["FPT", "VCB"], start="2023-01-01")
    known_then = data.forecasts(as_of="2024-06-28")

The database is that of ``VN30_DATABASE_URL``, or of ``url=``; nothing else of the platform needs to run,
Airflow least of all. Every function answers as of a session: ``as_of`` is a date (a :class:`datetime.date`,
or text as ``2024-06-28``), by default the platform's today, and no row depends on anything after it. A date
without a session counts as the session before it.

Columns, dtypes and units are in :data:`COLUMNS` and in ``docs/reading-data.md``. ``symbol`` is the ticker of
a stock or the code of an index, ``date`` and ``as_of`` are sessions of HOSE, a ``horizon`` counts sessions,
and a price is in VND. Where a function takes ``tickers``, it is one ticker or several of them.

All raise :class:`vn30.errors.WrongInput`, whose message names the remedy: an unknown ticker, a date that is
none or lies ahead, no database, or nothing stored.
"""

from vn30.data.actions import actions
from vn30.data.bars import bars, minute_days
from vn30.data.columns import COLUMNS, Column
from vn30.data.completeness import completeness
from vn30.data.connection import NothingStored, Unreachable, WrongDate, WrongTime
from vn30.data.events import events
from vn30.data.features import panel
from vn30.data.fundamentals import fundamentals, quotes
from vn30.data.news import news
from vn30.data.read import (
    ALL,
    forecasts,
    indices,
    market_scores,
    members,
    prices,
    regimes,
    runs,
    scores,
    today,
    version_forecasts,
)
from vn30.data.risk import risk
from vn30.data.simulations import simulations

__all__ = [
    "ALL",
    "COLUMNS",
    "Column",
    "NothingStored",
    "Unreachable",
    "WrongDate",
    "WrongTime",
    "actions",
    "bars",
    "completeness",
    "events",
    "forecasts",
    "fundamentals",
    "indices",
    "market_scores",
    "members",
    "minute_days",
    "news",
    "panel",
    "prices",
    "quotes",
    "regimes",
    "risk",
    "runs",
    "scores",
    "simulations",
    "today",
    "version_forecasts",
]
