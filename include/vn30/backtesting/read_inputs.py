"""Reads from the database what the decisions of a simulation are computed from."""

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import sqlalchemy as sa

from vn30.backtesting.config import (
    ChampionSignal,
    FormulaSignal,
    RecommendationSignal,
    SimulationConfig,
)
from vn30.backtesting.inputs import DecisionInputs
from vn30.backtesting.membership import ever_members, members_by_session
from vn30.backtesting.signals.base import Signals
from vn30.backtesting.signals.champion import champion_signals
from vn30.backtesting.signals.recommendation import recommendation_signals
from vn30.backtesting.signals.stored import Wanted, digest
from vn30.backtesting.signals.version import version_signals
from vn30.database.warehouse import fetch_all
from vn30.errors import WrongInput
from vn30.features.panel_io import data_version
from vn30.i18n.localized import localized
from vn30.market.membership import known_tickers
from vn30.market.stored_bars import stored_bars
from vn30.market.universe import INDICES, Stay, check_tickers, known_stays
from vn30.storage.artifacts import ArtifactStore


def read_inputs(
    connection: sa.Connection,
    store: ArtifactStore,
    config: SimulationConfig,
    as_of: date,
    known_at: datetime | None = None,
) -> DecisionInputs:
    """The inputs of the decisions up to ``config.last`` or ``as_of``, whichever is earlier.

    Args:
        as_of: the session of the platform's clock.
        known_at: an aware time: bars, forecasts and labels as they were stored then; None: as they are now.

    Raises:
        UnknownTicker: a ticker of the document is not known.
        WrongInput: no bars are stored in the period, or the signals cannot be read; the message says why.
    """
    last = as_of if config.last is None else min(config.last, as_of)
    stays = _stays(connection)
    tickers = (
        check_tickers(config.tickers, known_tickers(connection))
        if config.tickers
        else ever_members(stays, config.first, last)
    )
    bars = stored_bars(connection, tickers, last, known_at=known_at)
    indices = stored_bars(connection, INDICES, last, known_at=known_at)
    sessions = np.unique(bars["date"].to_numpy().astype("datetime64[D]"))
    if not len(sessions) or sessions[-1] < np.datetime64(config.first):
        raise WrongInput(
            localized(
                "No prices of {tickers} are stored from {first} to {last}. Run vn30_data_crawler, or "
                "choose another period.",
                tickers=", ".join(tickers[:5]) + ("..." if len(tickers) > 5 else ""),
                first=config.first,
                last=last,
            )
        )
    stored = tuple(sorted(bars["symbol"].unique()))
    members = (
        np.ones((len(sessions), len(stored)), dtype=bool)
        if config.tickers
        else members_by_session(stays, sessions, stored)
    )
    read = (
        f"bars {data_version([bars, indices])}",
        f"members {digest(members.astype(np.float64), stored)}",
    )
    inputs = DecisionInputs(sessions, stored, bars, indices, members, read=read)
    return replace(inputs, stored=_stored_signals(connection, store, config, inputs, known_at))


def _stays(connection: sa.Connection) -> list[Stay]:
    """The recorded memberships of the VN30; those of the shipped file if none is recorded."""
    rows = fetch_all(connection, "backtesting/memberships")
    recorded = [Stay(row["ticker"], row["effective_from"], row["effective_to"]) for row in rows]
    return recorded or list(known_stays())


def _stored_signals(
    connection: sa.Connection,
    store: ArtifactStore,
    config: SimulationConfig,
    inputs: DecisionInputs,
    known_at: datetime | None,
) -> Signals | None:
    """The signals that the document names; None of a formula, which is computed from the bars."""
    wanted = Wanted(inputs.sessions, inputs.tickers, known_at)
    signal = config.signal
    if isinstance(signal, FormulaSignal):
        return None
    if isinstance(signal, ChampionSignal):
        return champion_signals(connection, wanted, signal.horizon, signal.measure)
    if isinstance(signal, RecommendationSignal):
        return recommendation_signals(connection, wanted, signal.profile, signal.horizon)
    return version_signals(
        connection, store, wanted, inputs.members, signal.version, signal.horizon, signal.measure
    )
