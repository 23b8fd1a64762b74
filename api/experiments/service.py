"""Reads of training runs, as responses of the API."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from api.artifacts.links import Links
from api.artifacts.schemas import ArtifactFile
from api.core.errors import ApiError
from api.core.schemas import HORIZON_LABELS, PageMeta
from api.experiments.schemas import (
    ArtifactList,
    ArtifactsQuery,
    DirectionScores,
    LogTail,
    RankerScores,
    Run,
    RunList,
    RunsQuery,
    TickerArtifacts,
    TickerMetrics,
    TrainingLogEntry,
    TrainingRunRow,
    TrainingScores,
)
from api.experiments.starting import unknown_run
from api.experiments.summary import summary_of_run
from vn30.database.warehouse import Row, fetch_all, fetch_one, fetch_returned
from vn30.i18n.localized import localized

ENDED = frozenset({"success", "failed", "cancelled"})
LARGEST_ID = 2**63 - 1


def run(connection: sa.Connection, run_id: UUID) -> Run:
    """The current state of a run.

    Raises:
        ApiError: 404 ``unknown_run``.
    """
    record = fetch_one(connection, "experiments/run", run_id=str(run_id))
    if record is None:
        raise unknown_run()
    scores = {
        HORIZON_LABELS[row["horizon_days"]]: TrainingScores.model_validate(dict(row))
        for row in fetch_all(connection, "experiments/scores", run_id=str(run_id))
    }
    direction = {
        HORIZON_LABELS[row["horizon_days"]]: DirectionScores.model_validate(dict(row))
        for row in fetch_all(connection, "experiments/direction_scores", run_id=str(run_id))
    }
    rankers = {
        HORIZON_LABELS[row["horizon_days"]]: RankerScores.model_validate(dict(row))
        for row in fetch_all(connection, "experiments/ranker_scores", run_id=str(run_id))
    }
    return Run.model_validate(
        {
            **_row(record),
            "tickers": record["requested_tickers"],
            "scores": scores,
            "direction": direction,
            "lambda_rank": rankers,
        }
    )


def runs(connection: sa.Connection, query: RunsQuery) -> RunList:
    """A page of the runs, newest first."""
    total = fetch_returned(connection, "experiments/count_runs", state=query.state)["total"]
    rows = fetch_all(
        connection, "experiments/runs", state=query.state, limit=query.page_size, skipped=query.skipped
    )
    return RunList(
        data=[
            TrainingRunRow.model_validate({**_row(row), "suspicious": bool(row["suspicions"])})
            for row in rows
        ],
        meta=PageMeta(page=query.page, page_size=query.page_size, total=total),
    )


def _row(row: Row) -> dict[str, Any]:
    return {**row, "progress_pct": row["progress_pct"] or 0.0, "config_summary": summary_of_run(row)}


def log_tail(connection: sa.Connection, run_id: UUID, cursor: str | None, limit: int) -> LogTail:
    """The lines of a run's log after the cursor.

    Raises:
        ApiError: 404 ``unknown_run``; 422 ``invalid_cursor``.
    """
    after = line_of_cursor(cursor)
    # State and lines are of one snapshot: no line follows the state that ends the log.
    state = fetch_one(connection, "experiments/state", run_id=str(run_id))
    if state is None:
        raise unknown_run()
    rows = fetch_all(connection, "experiments/lines_after", run_id=str(run_id), after=after, limit=limit + 1)
    return tail_of(rows, after, limit, state["state"] in ENDED)


def tail_of(rows: Sequence[Row], after: int, limit: int, is_over: bool) -> LogTail:
    """The answer to a read of ``limit`` lines after the one with the id ``after``.

    Args:
        rows: one more than ``limit``, if there are as many.
        is_over: whether no further lines will be written.
    """
    lines = rows[:limit]
    has_more = len(rows) > limit
    return LogTail(
        entries=[TrainingLogEntry.model_validate(dict(line)) for line in lines],
        next_cursor=_cursor(lines[-1]["id"] if lines else after),
        has_more=has_more,
        ended=is_over and not has_more,
    )


def _cursor(line_id: int) -> str:
    return urlsafe_b64encode(f"line {line_id}".encode()).decode()


def line_of_cursor(cursor: str | None) -> int:
    """The id of the last line that was read; 0 without a cursor.

    Raises:
        ApiError: 422 ``invalid_cursor``.
    """
    if cursor is None:
        return 0
    try:
        word, number = urlsafe_b64decode(cursor).decode("ascii").split(" ")
        line_id = int(number)
    except ValueError:
        word, line_id = "", -1
    if word != "line" or not 0 <= line_id <= LARGEST_ID:
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid_cursor",
            localized(
                "cursor: must be the `nextCursor` of an earlier answer; omit it to start from the first line"
            ),
        )
    return line_id


def artifacts(connection: sa.Connection, run_id: UUID, query: ArtifactsQuery, links: Links) -> ArtifactList:
    """A page of the results of a run, by ticker.

    Raises:
        ApiError: 404 ``unknown_run``.
    """
    if fetch_one(connection, "experiments/state", run_id=str(run_id)) is None:
        raise unknown_run()
    chosen = {"run_id": str(run_id), "ticker": query.ticker}
    total = fetch_returned(connection, "experiments/count_tickers", **chosen)["total"]
    tickers = fetch_all(
        connection, "experiments/tickers", **chosen, limit=query.page_size, skipped=query.skipped
    )
    ids = {"artifacts_ids": [row["artifacts_id"] for row in tickers]}
    metrics = _by_id(fetch_all(connection, "experiments/ticker_metrics", **ids))
    files = _by_id(fetch_all(connection, "experiments/ticker_files", **ids))
    return ArtifactList(
        ticker_artifacts=[
            TickerArtifacts(
                ticker=row["ticker"],
                metrics=_metrics(metrics.get(row["artifacts_id"], ())),
                files=[_file(file, links) for file in files.get(row["artifacts_id"], ())],
            )
            for row in tickers
        ],
        meta=PageMeta(page=query.page, page_size=query.page_size, total=total),
    )


def _by_id(rows: Sequence[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["artifacts_id"], []).append(row)
    return grouped


def _metrics(rows: Sequence[Row]) -> TickerMetrics:
    return TickerMetrics.model_validate(
        {
            f"{name}_{HORIZON_LABELS[row['horizon_days']]}": row[column]
            for row in rows
            for name, column in (("mape", "mape_pct"), ("naive_mape", "naive_mape_pct"), ("skill", "skill"))
        }
    )


def _file(row: Row, links: Links) -> ArtifactFile:
    url = links.to(row["artifacts_id"], row["type"])
    return ArtifactFile(type=row["type"], url=url, size_bytes=row["size_bytes"], sha256=row["sha256"])
