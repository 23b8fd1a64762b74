"""The data-quality gate: every file in ``sql/checks/`` is one question to the database after a crawl.

A check returns rows of ``severity`` (``error``, ``warning`` or ``info``), ``ticker`` (or NULL) and
``detail``. An error turns the run red; the rest is recorded and logged. The report sums the crawl up.
"""

import logging
from collections import Counter
from datetime import date

import sqlalchemy as sa

from vn30.errors import WrongInput
from vn30.settings import SQL_ROOT
from vn30.warehouse import Row, copy_rows, execute, fetch_one, fetch_returned, transaction

log = logging.getLogger(__name__)


class GateFailed(WrongInput):
    """The crawl left the prices incomplete or wrong; the message names each ticker and fault."""


def run_gate(airflow_run_id: str) -> str:
    """Ask all checks about the crawl of an Airflow run, record findings and report, and return its summary.

    Raises:
        GateFailed: at least one finding is an error.
    """
    with transaction() as connection:
        crawl = fetch_one(connection, "ingestion/crawl_of_airflow_run", airflow_run_id=airflow_run_id)
        if crawl is None:
            raise GateFailed("Nothing was planned, so nothing was loaded. The plan task's log says why.")
        execute(
            connection,
            "ingestion/measure_crawl_tickers",
            crawl_id=crawl["id"],
            as_of=crawl["as_of_date"],
        )
        findings = _ask_all(connection, crawl)
        counts = Counter(finding["severity"] for _, finding in findings)
        totals = dict(fetch_returned(connection, "ingestion/crawl_totals", crawl_id=crawl["id"]))
        totals |= {"errors": counts["error"], "warnings": counts["warning"]}
        summary = summarise(totals, crawl["as_of_date"])
        execute(connection, "ingestion/put_report", crawl_id=crawl["id"], summary=summary, **totals)
    for severity, level in (("info", logging.INFO), ("warning", logging.WARNING)):
        for _, finding in findings:
            if finding["severity"] == severity:
                log.log(level, "%s", _line(finding))
    log.info("%s", summary)
    errors = [_line(finding) for _, finding in findings if finding["severity"] == "error"]
    if errors:
        raise GateFailed(f"{len(errors)} faults: " + "; ".join(errors))
    return summary


def completed_session(airflow_run_id: str) -> date | None:
    """The session that the crawl of an Airflow run has completed, to be announced when the gate is passed.

    None where it was no crawl of all series up to today: one of some tickers, up to an earlier day, or as of
    a past session, as a backfill's.
    """
    with transaction() as connection:
        found = fetch_one(connection, "ingestion/completed_session", airflow_run_id=airflow_run_id)
    return found["session_date"] if found else None


def summarise(totals: dict[str, int], as_of: date) -> str:
    """One paragraph on a crawl, for people."""
    expected, stored = totals["sessions_expected"], totals["bars_stored"]
    complete = f"{100 * stored / expected:.2f} %" if expected else "nothing stored"
    return (
        f"{totals['tickers_planned']} series as of {as_of}: {totals['tickers_loaded']} loaded, "
        f"{totals['tickers_up_to_date']} up to date, {totals['tickers_failed']} failed. "
        f"Bars: {totals['bars_inserted']} new, {totals['bars_updated']} changed, "
        f"{totals['bars_removed']} removed. {totals['rows_quarantined']} rows quarantined, "
        f"{totals['tickers_restated']} series restated. Newest session {totals['newest_session']}; "
        f"complete {complete} ({stored} of {expected} sessions, {totals['known_absences']} known absences, "
        f"{totals['open_gaps']} open gaps). {totals['errors']} errors, {totals['warnings']} warnings."
    )


def _ask_all(connection: sa.Connection, crawl: Row) -> list[tuple[str, Row]]:
    execute(connection, "ingestion/clear_findings", crawl_id=crawl["id"])
    parameters = {"crawl_id": crawl["id"], "as_of": crawl["as_of_date"]}
    findings = [
        (path.stem, finding)
        for path in sorted((SQL_ROOT / "checks").glob("*.sql"))
        for finding in connection.execute(sa.text(path.read_text()), parameters).mappings()
    ]
    copy_rows(
        connection,
        "crawl_findings",
        ("crawl_id", "check_name", "severity", "ticker", "detail"),
        ((crawl["id"], name, row["severity"], row["ticker"], row["detail"]) for name, row in findings),
    )
    return findings


def _line(finding: Row) -> str:
    return f"{finding['ticker'] or 'all'}: {finding['detail']}"
