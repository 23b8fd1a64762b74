"""Judges a run of the crawler of minutes: findings, summary, and the session that it has completed."""

import logging
from collections import Counter
from datetime import date

from vn30.database.warehouse import Row, execute, fetch_all, fetch_one, fetch_returned, transaction
from vn30.errors import WrongInput
from vn30.market.membership import members

log = logging.getLogger(__name__)

_LEVELS = {"info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


class NotPlanned(WrongInput):
    """The run has no plan, and there is nothing to report."""


class MinutesFailed(WrongInput):
    """Some tickers have no minutes after the run; the message lists each with its reason."""


def report_minutes(airflow_run_id: str) -> str:
    """Record the findings and the summary of a run, and return the summary.

    The sum of each session's minutes is compared with its daily bar; differences are warnings, those that one
    factor explains are information.

    Raises:
        NotPlanned: :func:`vn30.ingestion.intraday.plan.plan_minutes` has not recorded the run.
        MinutesFailed: a ticker failed.
    """
    with transaction() as connection:
        run = fetch_one(connection, "ingestion/intraday/run_of_airflow_run", airflow_run_id=airflow_run_id)
        if run is None:
            raise NotPlanned("The run was not planned, so no minutes were loaded: see the log of plan.")
        execute(connection, "ingestion/intraday/clear_findings", run_id=run["id"])
        execute(connection, "ingestion/intraday/find", run_id=run["id"])
        findings = fetch_all(connection, "ingestion/intraday/findings", run_id=run["id"])
        totals = fetch_returned(connection, "ingestion/intraday/totals", run_id=run["id"])
        summary = summarise(totals, run, Counter(finding["severity"] for finding in findings))
        execute(connection, "ingestion/intraday/put_summary", run_id=run["id"], summary=summary)
    for finding in findings:
        log.log(_LEVELS[finding["severity"]], "%s", _line(finding))
    log.info("%s", summary)
    errors = [_line(finding) for finding in findings if finding["severity"] == "error"]
    if errors:
        count = f"{len(errors)} {'error' if len(errors) == 1 else 'errors'}"
        raise MinutesFailed(f"{count}: " + "; ".join(errors))
    return summary


def summarise(totals: Row, run: Row, findings: Counter[str]) -> str:
    """The summary of a run, one paragraph."""
    what = "the newest minutes of" if run["newest_only"] else f"minutes from {run['first_session']} to"
    return (
        f"{totals['planned']} stocks, {what} {run['as_of_date']}: {totals['loaded']} loaded, "
        f"{totals['up_to_date']} up to date, {totals['failed']} failed. Minutes: {totals['inserted']} new, "
        f"{totals['updated']} changed, {totals['refused']} refused. {findings['error']} errors, "
        f"{findings['warning']} warnings."
    )


def completed_minutes(airflow_run_id: str) -> date | None:
    """The session of which the run has completed the minutes of all members; else None."""
    with transaction() as connection:
        run = fetch_one(connection, "ingestion/intraday/run_of_airflow_run", airflow_run_id=airflow_run_id)
        if run is None:
            return None
        row = fetch_one(
            connection,
            "ingestion/intraday/complete_session",
            airflow_run_id=airflow_run_id,
            members=list(members(connection, run["as_of_date"])),
        )
    return row["session_date"] if row else None


def _line(finding: Row) -> str:
    session = f" {finding['session_date']}" if finding["session_date"] else ""
    return f"{finding['ticker']}{session}: {finding['detail']}"
