"""Look-ahead proof of the panel: its rows again, from bars that end at a past session.

A value that differs from that of the full history was computed from later bars. The comparison covers all
rows up to the session: it finds a statistic of the whole history as well as a feature of the next bar.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from vn30.errors import WrongInput
from vn30.features.bars import MINUTE_STATISTICS
from vn30.features.cross_section import cross_section, cross_section_names
from vn30.features.indicator_config import IndicatorConfig
from vn30.features.panel import build_panel, feature_names
from vn30.features.regimes.market import market_regimes
from vn30.features.series import KEY_COLUMNS
from vn30.market.bars import PRICE_COLUMNS
from vn30.market.universe import INDICES
from vn30.typing import BoolArray

TOLERANCE = 1e-9
"""Relative difference of two numbers that is rounding."""


class LookAhead(WrongInput):
    """Values of a past session depend on later bars; the message names the first of them."""


class Difference(NamedTuple):
    """One column that depends on later bars, at its newest row that shows it.

    Attributes:
        part: ``feature``, ``rank``, ``regime`` or ``forecast``.
        name: the column.
        ticker: a ticker, or the code of an index.
        full: the value of the full history.
        cut: the value of the history up to the checked session.
        rows: the number of rows that differ.
    """

    part: str
    name: str
    ticker: str
    session: date
    full: str
    cut: str
    rows: int

    def __str__(self) -> str:
        return (
            f"{self.part} {self.name} of {self.ticker} on {self.session}: {self.full} from all prices, "
            f"{self.cut} from those up to the checked session"
        )


class Comparison(NamedTuple):
    """The differences of some columns, and the number of values that were compared."""

    differences: list[Difference]
    values: int

    def __add__(self, other: object) -> "Comparison":
        if not isinstance(other, Comparison):
            return NotImplemented
        return Comparison(self.differences + other.differences, self.values + other.values)


def up_to(bars: pd.DataFrame, session: date) -> pd.DataFrame:
    """The rows of a market frame up to ``session``, with a new index."""
    return bars[bars["date"] <= pd.Timestamp(session)].reset_index(drop=True)


def without_newest(bars: pd.DataFrame, session: date) -> pd.DataFrame:
    """``bars`` with the bar of ``session`` replaced by the bar before it, ticker by ticker.

    Under the leakage guard, the row of a session exists because of its bar, but does not depend on it.
    """
    hidden = bars.copy()
    known_minutes = [name for name in MINUTE_STATISTICS if name in bars]
    columns = [*PRICE_COLUMNS, "volume", *known_minutes]
    before = bars.groupby("symbol", sort=False)[columns].shift(1)
    rows = (bars["date"] == pd.Timestamp(session)) & before["close"].notna()
    hidden.loc[rows, columns] = before.loc[rows, columns].to_numpy()
    return hidden


def compare(part: str, full: pd.DataFrame, cut: pd.DataFrame, session: date) -> Comparison:
    """Compare two frames of ``symbol``, ``date`` and the same columns, row by row, up to ``session``.

    Numbers may differ by TOLERANCE; NaN equals NaN. A row that only one of the frames has differs.
    """
    known, again = (up_to(frame, session).set_index(KEY_COLUMNS) for frame in (full, cut))
    again = again.reindex(known.index.union(again.index))
    known = known.reindex(again.index)
    return Comparison(list(_differences(part, known, again)), known.size)


def check_panel(
    market: pd.DataFrame,
    indices: pd.DataFrame,
    config: IndicatorConfig,
    lookback_window: int,
    session: date,
    panel: pd.DataFrame | None = None,
    past: pd.DataFrame | None = None,
) -> Comparison:
    """Compare features, ranks and regimes up to ``session`` with those of bars that end there.

    Args:
        market: a market frame (see :mod:`vn30.market.bars`) of all tickers that are ranked.
        indices: a market frame of index series and context tickers.
        lookback_window: the look-back of the cumulative returns, in sessions.
        session: a past session.
        panel: features and ranks of the full history; None: they are computed.
        past: the bars of ``market`` up to ``session``, with statistics of the minutes up to it alone; None:
            the rows of ``market``.
    """
    full = whole_panel(market, indices, config, lookback_window) if panel is None else panel
    past_indices = up_to(indices, session)
    past = up_to(market, session) if past is None else past
    if config.leakage_guard:
        visible, visible_indices = (without_newest(bars, session) for bars in (past, past_indices))
    else:
        visible, visible_indices = past, past_indices
    cut = whole_panel(visible, visible_indices, config, lookback_window)
    parts = {"feature": feature_names(config, lookback_window), "rank": cross_section_names()}
    found = Comparison([], 0)
    for part, names in parts.items():
        columns = [*KEY_COLUMNS, *names]
        found += compare(part, full[columns], cut[columns], session)
    return found + compare("regime", _regimes(indices), _regimes(past_indices), session)


def whole_panel(
    market: pd.DataFrame, indices: pd.DataFrame, config: IndicatorConfig, lookback_window: int
) -> pd.DataFrame:
    """``symbol``, ``date``, features and ranks of all bars."""
    features = build_panel(market, config, lookback_window, indices)
    ranks = cross_section(market, config.leakage_guard).drop(columns=KEY_COLUMNS)
    return pd.concat([features, ranks], axis=1)


def _regimes(indices: pd.DataFrame) -> pd.DataFrame:
    bars = indices[indices["symbol"] == INDICES[0]].reset_index(drop=True)
    regimes = market_regimes(bars)
    regimes.insert(0, "symbol", INDICES[0])
    return regimes


def _differences(part: str, full: pd.DataFrame, cut: pd.DataFrame) -> Iterator[Difference]:
    for name in full.columns:
        differs = _differs(full[name], cut[name])
        if differs.any():
            rows = np.flatnonzero(differs)
            dates = full.index.get_level_values("date")[rows]
            newest = rows[int(np.argmax(dates))]
            ticker, day = full.index[newest]
            yield Difference(
                part,
                str(name),
                str(ticker),
                pd.Timestamp(day).date(),
                _text(full[name].iloc[newest]),
                _text(cut[name].iloc[newest]),
                len(rows),
            )


def _differs(full: pd.Series, cut: pd.Series) -> BoolArray:
    both_missing = (full.isna() & cut.isna()).to_numpy()
    if not (pd.api.types.is_numeric_dtype(full) and pd.api.types.is_numeric_dtype(cut)):
        return (full != cut).to_numpy() & ~both_missing
    left, right = full.to_numpy(dtype=np.float64), cut.to_numpy(dtype=np.float64)
    equal = np.isclose(left, right, rtol=TOLERANCE, atol=1e-12)
    return ~equal & ~both_missing


def _text(value: object) -> str:
    return f"{value:.9g}" if isinstance(value, float | np.floating) else str(value)
