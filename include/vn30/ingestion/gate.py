"""The data-quality gate: every file in ``sql/checks/`` is one question to the database after a crawl.

A check returns rows of ``severity`` (``error`` or ``warning``), ``ticker`` (or NULL) and ``detail``. An error
turns the run red; a warning is recorded and logged.
"""

import logging

import sqlalchemy as sa

from vn30.errors import WrongInput
from vn30.settings import SQL_ROOT
from vn30.warehouse import Row, copy_rows, execute, fetch_one, transaction

log = logging.getLogger(__name__)


class GateFailed(WrongInput):
    """The crawl left the prices incomplete or wrong; the message names each ticker and fault."""


def run_gate(airflow_run_id: str) -> dict[str, int]:
    """Ask all checks about the crawl of an Airflow run, record the findings, and count them by severity.

    Raises:
        GateFailed: at least one finding is an error.
    """
    with transaction() as connection:
        crawl = fetch_one(connection, "ingestion/crawl_of_airflow_run", airflow_run_id=airflow_run_id)
        if crawl is None:
            raise GateFailed("Nothing was planned, so nothing was loaded. The plan task's log says why.")
        execute(connection, "ingestion/clear_findings", crawl_id=crawl["id"])
        findings = [
            finding
            for path in sorted((SQL_ROOT / "checks").glob("*.sql"))
            for finding in _ask(connection, path.stem, path.read_text(), crawl)
        ]
        copy_rows(
            connection,
            "crawl_findings",
            ("crawl_id", "check_name", "severity", "ticker", "detail"),
            ((crawl["id"], name, row["severity"], row["ticker"], row["detail"]) for name, row in findings),
        )
    errors = [_line(row) for _, row in findings if row["severity"] == "error"]
    warnings = [_line(row) for _, row in findings if row["severity"] == "warning"]
    for line in warnings:
        log.warning("%s", line)
    if errors:
        raise GateFailed(f"{len(errors)} faults: " + "; ".join(errors))
    return {"errors": 0, "warnings": len(warnings)}


def _ask(connection: sa.Connection, name: str, statement: str, crawl: Row) -> list[tuple[str, Row]]:
    parameters = {"crawl_id": crawl["id"], "as_of": crawl["as_of_date"]}
    return [(name, row) for row in connection.execute(sa.text(statement), parameters).mappings()]


def _line(finding: Row) -> str:
    return f"{finding['ticker'] or 'all'}: {finding['detail']}"
