"""Simulations in a database: documents over prices alone, and a result that is made up."""

import json
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from api.simulations.figures import FIGURES
from vn30.backtesting.grid import Axis, expand
from vn30.backtesting.requests import BatchRequest, RequestedBatch, request_batch
from vn30.i18n.localized import localized, localized_plural, to_text

DOCUMENT: dict[str, Any] = {
    "tickers": ["FPT", "HPG", "VCB"],
    "first": "2023-06-01",
    "signal": {"kind": "formula", "formula": "rank(return_over_20)"},
    "portfolio": {"maximumNames": 2, "rebalanceSessions": 10},
}
TWO = Axis("portfolio.maximumNames", [1, 2])


def request(connection: sa.Connection, username: str = "ds1") -> RequestedBatch:
    """A batch of two that a user has requested, and that Airflow has not begun."""
    user_id = connection.execute(
        sa.text("SELECT id FROM users WHERE username = :name"), {"name": username}
    ).scalar_one()
    wish = BatchRequest("Two", (TWO,), expand(DOCUMENT, (TWO,)))
    return request_batch(connection, wish, UUID(str(user_id)), username)


def store_result(connection: sa.Connection) -> None:
    """A batch of two with results, one of two sessions, and a trial."""
    values = {
        "batch": request(connection).id,
        "hash": "0" * 64,
        "figures": json.dumps(_FIGURES),
        "note": to_text(_NOTE),
    }
    for statement in _RESULT:
        connection.execute(sa.text(statement), values)


_TRIALS = localized_plural("{count:,} trial", "{count:,} trials", 120)
_SENTENCE = localized(
    "Could be luck of {trials}: deflated Sharpe ratio {ratio:.3f}, below {limit:.2f}.",
    trials=_TRIALS,
    ratio=0.07,
    limit=0.95,
)
_FIGURES = {**FIGURES, "verdict": {"kind": "could_be_luck", "sentence": to_text(_SENTENCE)}}
_NOTE = localized("The bot had too few signals with an outcome to learn from: all trades pass.")

_RESULT = (
    """
    UPDATE simulations SET state = 'done', run_name = :hash, result_hash = :hash, code_version = :hash,
        sources = '{}', known_at = now(), as_of_date = '2025-03-31', first_session = '2025-03-28',
        last_session = '2025-03-31', family = 'formulas', figures = cast(:figures AS JSONB),
        notes = ARRAY[:note],
        annual_return = 0.07, annual_excess = 0.01, sharpe = 0.4, sharpe_error = 0.3, deflated_sharpe = 0.1,
        drawdown = 0.3, trades = 1, started_at = now(), ended_at = now()
    WHERE batch_id = :batch
    """,
    """
    INSERT INTO simulation_equity SELECT id, '{2025-03-28, 2025-03-31}', '{1e9, 1.01e9}', '{1e9, 2e8}',
        '{1e9, 1.02e9}', '{1300, NULL}', '{"quiet, bull", ""}' FROM simulations WHERE batch_id = :batch
    """,
    """
    INSERT INTO simulation_trades SELECT id, 0, '2025-03-31', '2025-03-28', 'FPT', 100, 120000, 18000, 0,
        'signal', NULL, 0 FROM simulations WHERE batch_id = :batch
    """,
    """
    INSERT INTO simulation_trials (run_name, family, document, observations)
    VALUES (:hash, 'formulas', '{}', 1)
    """,
)
