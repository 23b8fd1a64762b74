"""The data-quality gate: runs every query in ``sql/checks/`` after a crawl.

A check returns one row a finding: ``severity`` (``error``, ``warning`` or ``info``), ``ticker`` (or NULL) and
``detail``. An error fails the run; all findings are recorded and logged. The report summarises the crawl.
"""

import logging
from collections import Counter
from datetime import date

import sqlalchemy as sa

from vn30.database.warehouse import Row, copy_rows, execute, fetch_one, fetch_returned, transaction
from vn30.errors import WrongInput
from vn30.ingestion.trading_days import propose
from vn30.market.summaries import refresh_summaries
from vn30.settings import MIN_COMPLETENESS, SQL_ROOT

log = logging.getLogger(__name__)


class GateFailed(WrongInput):
    """The prices after the crawl are incomplete or wrong; the message lists each error with its ticker."""


def run_gate(airflow_run_id: str, min_completeness: float = MIN_COMPLETENESS) -> str:
    """Run all checks on the crawl of an Airflow run, record findings and report, and return the summary.

    Days on which the calendar may be wrong are proposed first (:mod:`vn30.ingestion.trading_days`). The
    summaries of reads are refreshed in any case: the prices are stored.

    Args:
        min_completeness: the share of the sessions from its first bar on that a series must have.

    Raises:
        GateFailed: at least one finding is an error.
    """
    with transaction() as connection:
        crawl = fetch_one(connection, "ingestion/crawl_of_airflow_run", airflow_run_id=airflow_run_id)
        if crawl is None:
            raise GateFailed(
                "The crawl was not planned, so no prices were loaded: see the log of the task plan."
            )
        execute(
            connection,
            "ingestion/measure_crawl_tickers",
            crawl_id=crawl["id"],
            as_of=crawl["as_of_date"],
        )
        propose(connection, crawl)
        findings = _run_checks(connection, crawl, min_completeness)
        counts = Counter(finding["severity"] for _, finding in findings)
        totals = dict(fetch_returned(connection, "ingestion/crawl_totals", crawl_id=crawl["id"]))
        totals |= {"errors": counts["error"], "warnings": counts["warning"]}
        summary = summarise(totals, crawl["as_of_date"])
        execute(connection, "ingestion/put_report", crawl_id=crawl["id"], summary=summary, **totals)
    refresh_summaries()
    for severity, level in (("info", logging.INFO), ("warning", logging.WARNING)):
        for _, finding in findings:
            if finding["severity"] == severity:
                log.log(level, "%s", _line(finding))
    log.info("%s", summary)
    errors = [_line(finding) for _, finding in findings if finding["severity"] == "error"]
    if errors:
        raise GateFailed(f"{len(errors)} {'error' if len(errors) == 1 else 'errors'}: " + "; ".join(errors))
    return summary


def completed_session(airflow_run_id: str) -> date | None:
    """The session that the crawl of an Airflow run has completed, which is announced after the gate.

    None if the crawl was not one of all series up to the as-of session: if it was of some tickers, ended
    earlier, or processed a past session, as a backfill does.
    """
    with transaction() as connection:
        row = fetch_one(connection, "ingestion/completed_session", airflow_run_id=airflow_run_id)
    return row["session_date"] if row else None


def summarise(totals: dict[str, int], as_of: date) -> str:
    """The summary of a crawl, one paragraph."""
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


def _run_checks(connection: sa.Connection, crawl: Row, min_completeness: float) -> list[tuple[str, Row]]:
    execute(connection, "ingestion/clear_findings", crawl_id=crawl["id"])
    parameters = {
        "crawl_id": crawl["id"],
        "as_of": crawl["as_of_date"],
        "min_completeness": min_completeness,
    }
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
