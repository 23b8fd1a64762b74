"""Simulations of a market in a database: made by the library, of a formula over its own prices."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from vn30.backtesting.grid import Axis, expand
from vn30.backtesting.requests import BatchRequest, RequestedBatch, request_batch

DOCUMENT: dict[str, Any] = {
    "tickers": ["FPT", "HPG", "VCB"],
    "first": "2023-06-01",
    "signal": {"kind": "formula", "formula": "rank(return_over_20)"},
    "portfolio": {"maximumNames": 2, "rebalanceSessions": 10},
}
TWO = Axis("portfolio.maximumNames", [1, 2])


def request(connection: sa.Connection, username: str = "ds1", name: str = "Two") -> RequestedBatch:
    """A batch of two that a user has requested, and that Airflow has not begun."""
    user_id = connection.execute(
        sa.text("SELECT id FROM users WHERE username = :name"), {"name": username}
    ).scalar_one()
    wish = BatchRequest(name, (TWO,), expand(DOCUMENT, (TWO,)))
    return request_batch(connection, wish, UUID(str(user_id)), username)
