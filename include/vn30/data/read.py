"""Prices, index series, forecasts, scores and runs as DataFrames: see :mod:`vn30.data`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from vn30.data.connection import (
    Day,
    Moment,
    NothingStored,
    Read,
    as_list,
    checked,
    reading,
    to_date,
    to_moment,
)
from vn30.errors import WrongInput

if TYPE_CHECKING:
    import pandas as pd

ALL: Final = "all"
"""As ``tickers``: every stock with stored bars, those that have left the VN30 included."""

_PRICES = ("open", "high", "low", "close")
_FORECAST_PRICES = ("base_price", "predicted_price", "lower_price", "upper_price", "realised_price")


def today(url: str | None = None) -> date:
    """The platform's today: the newest session that anything is known of."""
    with reading(url, None) as read:
        return read.as_of


def members(as_of: Day | None = None, url: str | None = None) -> list[str]:
    """The tickers of the VN30 on a session, sorted. Before 2018-07-23 they are those of that day."""
    from vn30.market.membership import members as members_on

    with reading(url, as_of) as read:
        return list(members_on(read.connection, read.as_of))


def prices(
    tickers: str | Iterable[str] | None = None,
    *,
    start: Day | None = None,
    as_of: Day | None = None,
    known_at: Moment | None = None,
    raw: bool = False,
    url: str | None = None,
) -> pd.DataFrame:
    """Daily bars of stocks: a market frame (see :mod:`vn30.market.bars`), sorted by symbol and date.

    Prices are adjusted for dividends and splits as they were on ``as_of``: what a later crawl has adjusted
    for an event after it is taken back, by the factor that the crawl has recorded. Events from before the
    first crawl of a stock are not on record, and stay in its prices.

    Args:
        tickers: by default the members of the VN30 on ``as_of``; :data:`ALL` for every stored stock.
        start: first session; by default the oldest stored one.
        known_at: the bars as the platform held them at this time: an aware ``datetime``, or its text with an
            offset. Nothing that was adjusted or corrected later is in them, and nothing is taken back.
        raw: prices as traded instead, rebuilt by the corporate actions on record (:func:`vn30.data.actions`)
            and rounded to the price steps of the exchange. Volumes are as traded in any case.

    Raises:
        NothingStored: one of ``tickers`` has no bar from ``start`` to ``as_of``, or had none at ``known_at``.
        WrongTime: ``known_at`` has no zone, or lies in the future.
        WrongInput: ``raw`` and ``known_at`` are both there.
    """
    with reading(url, as_of) as read:
        return read_prices(read, tickers, start, known_at, raw=raw)


def read_prices(
    read: Read,
    tickers: str | Iterable[str] | None,
    start: Day | None = None,
    known_at: Moment | None = None,
    *,
    raw: bool = False,
) -> pd.DataFrame:
    """:func:`prices` within a read."""
    from vn30.market.membership import members as members_on

    if raw and known_at is not None:
        raise WrongInput("raw=True has no known_at=: no restatement changes raw prices. Leave one out.")
    all_of_them = tickers is not None and tickers != ALL
    if tickers is None:
        symbols = list(members_on(read.connection, read.as_of))
    else:
        symbols = checked(read.connection, tickers) if all_of_them else stored_tickers(read)
    if raw:
        return _as_traded(read, _bars(read, symbols, start, known_at, all_of_them=all_of_them))
    return read_bars(read, symbols, start, known_at, all_of_them=all_of_them)


def indices(
    codes: str | Iterable[str] | None = None,
    *,
    start: Day | None = None,
    as_of: Day | None = None,
    known_at: Moment | None = None,
    url: str | None = None,
) -> pd.DataFrame:
    """Daily bars of the index series, in points: columns as :func:`prices`.

    Args:
        codes: ``VNINDEX`` (the whole exchange), ``VN30`` (its 30 largest stocks); by default both.
        start: first session; by default the oldest stored one.
        known_at: as of :func:`prices`.

    Raises:
        WrongInput: another code.
        NothingStored: one of ``codes`` has no bar from ``start`` to ``as_of``; by default, none has.
        WrongTime: as of :func:`prices`.
    """
    with reading(url, as_of) as read:
        return read_indices(read, codes, start, known_at)


def read_indices(
    read: Read,
    codes: str | Iterable[str] | None = None,
    start: Day | None = None,
    known_at: Moment | None = None,
) -> pd.DataFrame:
    """:func:`indices` within a read."""
    from vn30.market.universe import INDICES, did_you_mean

    wanted = INDICES if codes is None else sorted({code.strip().upper() for code in as_list(codes)})
    if unknown := [code for code in wanted if code not in INDICES]:
        named = ", ".join(f"{code!r}{did_you_mean(code, INDICES)}" for code in unknown)
        raise WrongInput(f"no index series: {named}. There are {', '.join(INDICES)}; stocks are in prices().")
    return read_bars(read, wanted, start, known_at, all_of_them=codes is not None)


def forecasts(
    tickers: str | Iterable[str] | None = None,
    *,
    horizons: int | Iterable[int] | None = None,
    run: str | UUID | None = None,
    start: Day | None = None,
    as_of: Day | None = None,
    url: str | None = None,
) -> pd.DataFrame:
    """Every forecast that runs up to ``as_of`` have published, and its outcome if that is known on ``as_of``.

    One row a stock, session and horizon, sorted by them: of several runs as of one session the newest counts,
    but none made after the outcome was known replaces one made before. Prices are on the basis of ``as_of``,
    as those of :func:`prices` are.

    Args:
        tickers: by default all.
        horizons: sessions ahead, some of 7, 15 and 30; by default all.
        run: only those of this training run.
        start: only forecasts from this session on.

    Raises:
        WrongInput: another horizon, or there is no such run up to ``as_of``.
    """
    with reading(url, as_of) as read:
        return read_forecasts(read, _parameters(read, tickers, horizons, run, start))


def read_forecasts(read: Read, parameters: Mapping[str, object]) -> pd.DataFrame:
    """:func:`forecasts` within a read, with the parameters of its query."""
    frame = read.frame("forecasts", "data/forecasts", **parameters)
    return _on_basis(read, frame, _FORECAST_PRICES)


def version_forecasts(
    tickers: str | Iterable[str] | None = None,
    *,
    horizons: int | Iterable[int] | None = None,
    run: str | UUID | None = None,
    start: Day | None = None,
    as_of: Day | None = None,
    url: str | None = None,
) -> pd.DataFrame:
    """Which version of the models served each stock, session and horizon, and what its challengers said.

    One row a forecast; of several for the same stock, session and horizon the served one is first.

    Args and Raises: as :func:`forecasts`.
    """
    with reading(url, as_of) as read:
        parameters = _parameters(read, tickers, horizons, run, start)
        frame = read.frame("version_forecasts", "data/version_forecasts", **parameters)
        return _on_basis(read, frame, _FORECAST_PRICES)


def scores(
    tickers: str | Iterable[str] | None = None,
    *,
    horizons: int | Iterable[int] | None = None,
    run: str | UUID | None = None,
    start: Day | None = None,
    as_of: Day | None = None,
    url: str | None = None,
) -> pd.DataFrame:
    """How good each ticker's ensemble and its members were out of sample, beside the naive forecast.

    One row a run, stock, horizon and member, oldest run first; ``ensemble`` leads the members. Errors in VND
    are on the price basis of their run.

    Args and Raises: as :func:`forecasts`.
    """
    with reading(url, as_of) as read:
        return read_scores(read, _parameters(read, tickers, horizons, run, start))


def read_scores(read: Read, parameters: Mapping[str, object]) -> pd.DataFrame:
    """:func:`scores` within a read, with the parameters of its query."""
    from vn30.evaluation.significance import PROVEN_BELOW

    return read.frame("scores", "data/scores", **parameters, proven_below=PROVEN_BELOW)


def market_scores(
    *,
    horizons: int | Iterable[int] | None = None,
    run: str | UUID | None = None,
    start: Day | None = None,
    as_of: Day | None = None,
    url: str | None = None,
) -> pd.DataFrame:
    """How good each run was over all its tickers together, and its rank IC: one row a run and horizon.

    Errors are relative to the last close, so that high-priced stocks do not dominate.

    Args and Raises: as :func:`forecasts`.
    """
    with reading(url, as_of) as read:
        parameters = _parameters(read, None, horizons, run, start)
        del parameters["tickers"]
        return read.frame("market_scores", "data/market_scores", **parameters)


def regimes(*, start: Day | None = None, as_of: Day | None = None, url: str | None = None) -> pd.DataFrame:
    """The regimes of VNINDEX by session, oldest first, as the newest training run has stored them.

    The regime of a session depends on bars up to it alone: volatility and trend, the state of a mixture of
    normal distributions that was fitted on earlier sessions, and the distance to the average.

    Args:
        start: first session; by default the oldest stored one.
    """
    first = None if start is None else to_date(start, "start")
    with reading(url, as_of) as read:
        return read.frame("regimes", "data/regimes", start=first)


def runs(
    *,
    state: str | None = None,
    start: Day | None = None,
    as_of: Day | None = None,
    url: str | None = None,
) -> pd.DataFrame:
    """The training runs for sessions up to ``as_of``, with configuration and what they were made from.

    The newest one is last. Runs that have not started have no session yet; they are listed as of today alone.

    Args:
        state: only those in it: pending, running, success, failed or cancelled.
        start: only runs for this session or a later one.

    Raises:
        WrongInput: there is no such state.
    """
    states = ("pending", "running", "success", "failed", "cancelled")
    if state is not None and state not in states:
        raise WrongInput(f"state is {state!r}: it is one of {', '.join(states)}.")
    first = None if start is None else to_date(start, "start")
    with reading(url, as_of) as read:
        return read.frame("runs", "data/runs", state=state, start=first, is_today=read.is_today)


def read_bars(
    read: Read,
    symbols: Collection[str],
    start: Day | None = None,
    known_at: Moment | None = None,
    *,
    all_of_them: bool = False,
) -> pd.DataFrame:
    """The bars of series that are known to exist, as :func:`prices` has them.

    Args:
        all_of_them: whether each of ``symbols`` must have bars, and not one at least.
    """
    bars = _bars(read, symbols, start, known_at, all_of_them=all_of_them)
    return bars if known_at is not None else _on_basis(read, bars, _PRICES)


def _bars(
    read: Read, symbols: Collection[str], start: Day | None, known_at: Moment | None, *, all_of_them: bool
) -> pd.DataFrame:
    from vn30.market.stored_bars import stored_bars

    first = None if start is None else to_date(start, "start")
    if first is not None and first > read.as_of:
        raise WrongInput(f"start {first} lies after as_of, {read.as_of}.")
    moment = None if known_at is None else to_moment(read, known_at, "known_at")
    bars = stored_bars(read.connection, list(symbols), read.as_of, first, moment)
    missing = sorted(set(symbols).difference(bars["symbol"].unique()))
    if missing and (all_of_them or bars.empty):
        raise _nothing_stored(read, missing, first, moment)
    bars["volume"] = bars["volume"].fillna(0).astype("int64")
    return bars


def _as_traded(read: Read, bars: pd.DataFrame) -> pd.DataFrame:
    from vn30.market.traded_prices import stored_adjustments, traded_prices

    columns = list(_PRICES)
    found = stored_adjustments(read.connection, bars["symbol"].unique().tolist())
    for ticker, rows in bars.groupby("symbol").groups.items():
        prices, dates = bars.loc[rows, columns].to_numpy(), bars.loc[rows, "date"].to_numpy()
        bars.loc[rows, columns] = traded_prices(prices, dates, found.get(str(ticker), []))
    return bars


def _nothing_stored(
    read: Read, missing: Collection[str], first: date | None, moment: datetime | None
) -> NothingStored:
    since = "" if first is None else f" from {first}"
    if moment is None:
        remedy = "crawl them by vn30_data_crawler, or ask for a later session"
        return NothingStored(f"No bars{since} up to {read.as_of} of {', '.join(missing)}: {remedy}.")
    return NothingStored(
        f"No bars{since} up to {read.as_of} of {', '.join(missing)} were stored at {moment.isoformat()}: ask "
        "for a later time."
    )


def _on_basis(read: Read, frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Take back later adjustments for later events: one factor for all prices of a stock up to ``as_of``."""
    from vn30.database.warehouse import fetch_all

    later = fetch_all(read.connection, "data/later_factors", as_of=read.as_of)
    if later and not frame.empty:
        factors = frame["symbol"].map({row["ticker"]: row["factor"] for row in later}).fillna(1.0)
        for column in columns:
            frame[column] = frame[column] / factors
    return frame


def stored_tickers(read: Read) -> list[str]:
    """The stocks with stored bars, those that have left the VN30 included."""
    from vn30.database.warehouse import fetch_all

    return [row["ticker"] for row in fetch_all(read.connection, "data/stored_stocks", as_of=read.as_of)]


def _parameters(
    read: Read,
    tickers: str | Iterable[str] | None,
    horizons: int | Iterable[int] | None,
    run: str | UUID | None,
    start: Day | None,
) -> dict[str, object]:
    from vn30.names import HORIZONS

    wanted = [horizons] if isinstance(horizons, int) else list(HORIZONS if horizons is None else horizons)
    if unknown := sorted(set(wanted).difference(HORIZONS)):
        known = ", ".join(map(str, HORIZONS))
        raise WrongInput(f"horizons has {', '.join(map(str, unknown))}: forecasts reach {known} sessions.")
    return {
        "tickers": None if tickers is None or tickers == ALL else checked(read.connection, tickers),
        "horizons": wanted,
        "run_id": None if run is None else checked_run(read, run),
        "start": None if start is None else to_date(start, "start"),
    }


def checked_run(read: Read, run: str | UUID) -> str:
    """The id of a run for a session up to that of the read.

    Raises:
        WrongInput: there is no such run; the message names the newest ones.
    """
    from vn30.database.warehouse import fetch_all

    known = [row["run_id"] for row in fetch_all(read.connection, "data/run_ids", as_of=read.as_of)]
    if str(run) in known:
        return str(run)
    newest = f"the newest are {', '.join(known[:3])}; runs() has all" if known else "there is none yet"
    raise WrongInput(f"There is no training run {run!s} up to {read.as_of}: {newest}.")
