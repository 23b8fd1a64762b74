"""Reads of simulations, as responses of the API."""

import math
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from api.artifacts.links import Links
from api.artifacts.schemas import ArtifactFile
from api.core.schemas import PageMeta, PageQuery
from api.experiments.schemas import LogQuery, LogTail
from api.experiments.service import line_of_cursor, tail_of
from api.simulations.figures import SimulationFigures
from api.simulations.schemas import (
    BatchList,
    ComparedSimulation,
    Comparison,
    DocumentDifference,
    GridField,
    Ledger,
    PresetExample,
    SimulationBatch,
    SimulationDetail,
    SimulationEquity,
    SimulationForm,
    SimulationList,
    SimulationRow,
    SimulationsQuery,
    SimulationTrade,
    TradeList,
    TradesQuery,
    TrialFamilyRow,
)
from api.simulations.starting import unknown_batch, unknown_simulation
from vn30.backtesting.document import simulation_schema
from vn30.backtesting.grid import GRID_FIELDS, MAX_DETAILED, MAX_SIMULATIONS
from vn30.backtesting.presets import PRESETS
from vn30.database.warehouse import Row, fetch_all, fetch_one, fetch_returned
from vn30.risk.prices import SESSIONS_A_YEAR

_YEAR = math.sqrt(SESSIONS_A_YEAR)
"""Sharpe ratios of a session times this are by year."""

ENDED = frozenset({"done", "failed", "cancelled"})


def form() -> SimulationForm:
    """The schema of the document, the presets, and the fields that a batch may vary."""
    return SimulationForm(
        json_schema=simulation_schema(),
        presets=[
            PresetExample(
                name=name, title=preset.title, description=preset.description, document=preset.document()
            )
            for name, preset in PRESETS.items()
        ],
        grid_fields=[GridField(field=field, title=title) for field, title in GRID_FIELDS.items()],
        max_simulations=MAX_SIMULATIONS,
    )


def listed(connection: sa.Connection, query: SimulationsQuery) -> SimulationList:
    """A page of the simulations."""
    chosen = {
        "state": query.state,
        "signal": query.signal,
        "batch_id": None if query.batch_id is None else str(query.batch_id),
        "owner": query.owner,
        "ticker": query.ticker,
        "search": query.search,
    }
    total = fetch_returned(connection, "simulations/count", **chosen)["total"]
    rows = fetch_all(
        connection,
        "simulations/page",
        **chosen,
        sort=query.sort,
        limit=query.page_size,
        skipped=query.skipped,
    )
    return SimulationList(data=[_row(row) for row in rows], meta=_meta(query, total))


def detail(connection: sa.Connection, simulation_id: UUID, links: Links) -> SimulationDetail:
    """A simulation with its document and figures.

    Raises:
        ApiError: 404 ``unknown_simulation``.
    """
    row = _find(connection, simulation_id)
    files = fetch_all(connection, "simulations/files", simulation_id=str(simulation_id))
    return SimulationDetail.model_validate(
        {
            **_values(row),
            "as_of": row["as_of_date"],
            "has_trades": row["state"] == "done" and row["batch_size"] <= MAX_DETAILED,
            "files": [
                ArtifactFile(
                    type=file["type"],
                    url=links.to(file["id"], file["type"]),
                    size_bytes=file["size_bytes"],
                    sha256=file["sha256"],
                )
                for file in files
            ],
        }
    )


def trades(connection: sa.Connection, simulation_id: UUID, query: TradesQuery) -> TradeList:
    """A page of the executions, oldest first.

    Raises:
        ApiError: 404 ``unknown_simulation``.
    """
    _find(connection, simulation_id)
    chosen = {"simulation_id": str(simulation_id), "ticker": query.ticker}
    total = fetch_returned(connection, "simulations/count_trades", **chosen)["total"]
    rows = fetch_all(connection, "simulations/trades", **chosen, limit=query.page_size, skipped=query.skipped)
    data = [
        SimulationTrade.model_validate(
            {
                **row,
                "session": row["session_date"],
                "decided": row["decided_date"],
                "opened": row["opened_date"],
            }
        )
        for row in rows
    ]
    return TradeList(data=data, meta=_meta(query, total))


def equity(connection: sa.Connection, simulation_id: UUID) -> SimulationEquity:
    """The account after each session; empty arrays without a result.

    Raises:
        ApiError: 404 ``unknown_simulation``.
    """
    _find(connection, simulation_id)
    empty: dict[str, list[Any]] = {
        name: [] for name in ("sessions", "equity", "cash", "buy_and_hold", "vn30", "regimes")
    }
    return _equity(connection, simulation_id) or SimulationEquity(simulation_id=simulation_id, **empty)


def compare(connection: sa.Connection, simulation_ids: Sequence[UUID]) -> Comparison:
    """Simulations side by side, in the requested order, each once.

    Raises:
        ApiError: 404 ``unknown_simulation``.
    """
    rows = [_find(connection, simulation_id) for simulation_id in dict.fromkeys(simulation_ids)]
    compared = [
        ComparedSimulation(
            simulation=_row(row),
            figures=None if row["figures"] is None else SimulationFigures.model_validate(row["figures"]),
            equity=_equity(connection, row["simulation_id"]),
        )
        for row in rows
    ]
    documents = [dict(_leaves(row["document"])) for row in rows]
    paths = dict.fromkeys(path for document in documents for path in document)
    differences = [
        DocumentDifference(field_path=path, values=[document.get(path) for document in documents])
        for path in paths
        if any(document.get(path) != documents[0].get(path) for document in documents)
    ]
    periods = {tuple(each.equity.sessions) for each in compared if each.equity is not None}
    return Comparison(simulations=compared, differences=differences, is_same_period=len(periods) <= 1)


def batches(connection: sa.Connection, query: PageQuery) -> BatchList:
    """A page of the batches, newest first."""
    total = fetch_returned(connection, "simulations/count_batches")["total"]
    rows = fetch_all(connection, "simulations/batches", limit=query.page_size, skipped=query.skipped)
    return BatchList(
        data=[SimulationBatch.model_validate(dict(row)) for row in rows], meta=_meta(query, total)
    )


def batch(connection: sa.Connection, batch_id: UUID) -> SimulationBatch:
    """A batch with its progress.

    Raises:
        ApiError: 404 ``unknown_batch``.
    """
    return SimulationBatch.model_validate(dict(_batch(connection, batch_id)))


def log_tail(connection: sa.Connection, batch_id: UUID, query: LogQuery) -> LogTail:
    """The lines of a batch's log after the cursor.

    Raises:
        ApiError: 404 ``unknown_batch``; 422 ``invalid_cursor``.
    """
    after = line_of_cursor(query.cursor)
    # State and lines are of one snapshot: no line follows the state that ends the log.
    state = _batch(connection, batch_id)["state"]
    rows = fetch_all(
        connection, "simulations/lines_after", batch_id=str(batch_id), after=after, limit=query.limit + 1
    )
    return tail_of(rows, after, query.limit, state in ENDED)


def ledger(connection: sa.Connection) -> Ledger:
    """The trials so far, by family."""
    return Ledger(
        families=[
            TrialFamilyRow.model_validate(
                {
                    **row,
                    "mean_sharpe": _by_year(row["mean_sharpe"]),
                    "best_sharpe": _by_year(row["best_sharpe"]),
                    "sharpe_deviation": _by_year(
                        row["sharpe_variance"] and math.sqrt(row["sharpe_variance"])
                    ),
                }
            )
            for row in fetch_all(connection, "simulations/ledger")
        ]
    )


def _by_year(ratio: float | None) -> float | None:
    return None if ratio is None else ratio * _YEAR


def _find(connection: sa.Connection, simulation_id: UUID) -> Row:
    row = fetch_one(connection, "simulations/by_id", simulation_id=str(simulation_id))
    if row is None:
        raise unknown_simulation()
    return row


def _batch(connection: sa.Connection, batch_id: UUID) -> Row:
    row = fetch_one(connection, "simulations/batch", batch_id=str(batch_id))
    if row is None:
        raise unknown_batch()
    return row


def _row(row: Row) -> SimulationRow:
    return SimulationRow.model_validate(_values(row))


def _values(row: Row) -> dict[str, Any]:
    return {**row, "tickers": row["document"]["tickers"]}


def _equity(connection: sa.Connection, simulation_id: UUID) -> SimulationEquity | None:
    row = fetch_one(connection, "simulations/equity", simulation_id=str(simulation_id))
    return None if row is None else SimulationEquity.model_validate({**row, "simulation_id": simulation_id})


def _leaves(document: dict[str, Any], path: str = "") -> list[tuple[str, Any]]:
    """The fields of a document by their paths; lists count as one value."""
    found: list[tuple[str, Any]] = []
    for name, value in document.items():
        where = f"{path}.{name}" if path else name
        found += _leaves(value, where) if isinstance(value, dict) else [(where, value)]
    return found


def _meta(query: PageQuery, total: int) -> PageMeta:
    return PageMeta(page=query.page, page_size=query.page_size, total=total)
