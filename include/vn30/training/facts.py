"""What is stored for a configuration to be trained on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from vn30 import clock
from vn30.features.warm_up import warm_up
from vn30.membership import known_tickers, members
from vn30.settings import get_settings
from vn30.training.config import TrainingConfig
from vn30.warehouse import fetch_all, fetch_one


class StoredPrices(NamedTuple):
    """The bars of one ticker: how many sessions, the first and the last of them."""

    sessions: int
    first: date
    last: date

    def before(self, day: date) -> int:
        """About how many of the sessions lie before ``day``, taken to be spread evenly."""
        share = (day - self.first).days / max(1, (self.last - self.first).days + 1)
        return round(self.sessions * min(1.0, max(0.0, share)))


@dataclass(frozen=True)
class Facts:
    """What a review of a configuration goes by.

    Attributes:
        as_of: the session that counts as today; None before the first crawl.
        members: of the VN30 on that session.
        known: all tickers that a configuration may select.
        stored: by ticker, those without prices left out.
    """

    as_of: date | None
    members: tuple[str, ...]
    known: frozenset[str]
    stored: Mapping[str, StoredPrices]


def load_facts(connection: sa.Connection) -> Facts:
    """The facts as the platform's clock has them."""
    state = fetch_one(connection, "market/clock")
    as_of = None if state is None else state["as_of"]
    stored = fetch_all(connection, "training/stored_prices", as_of=as_of)
    return Facts(
        as_of=as_of,
        members=members(connection, as_of or clock.as_of(get_settings(), None)),
        known=known_tickers(connection),
        stored={
            row["ticker"]: StoredPrices(row["sessions"], row["first_session"], row["last_session"])
            for row in stored
        },
    )


def usable_sessions(config: TrainingConfig, stored: StoredPrices) -> int:
    """Sessions of the data window on which a ticker has a complete set of features.

    About as many for a window from ``start`` to ``end``; see :meth:`StoredPrices.before`.
    """
    complete = stored.sessions - warm_up(config.indicators, config.targets.lookback_window)
    window = config.data_window
    if window.mode == "last_n":
        return max(0, min(window.last_sessions, complete))
    skipped = stored.before(window.start) if window.start else 0
    after_end = stored.sessions - stored.before(window.end) - 1 if window.end else 0
    return max(0, min(stored.sessions - skipped, complete) - max(0, after_end))
