"""The triggerer runs the callback of a deadline, the DAG processor those of a run."""

import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.integration.conftest import SCRIPTS, Airflow, Platform
from tests.support.receivers import Receivers
from vn30.market.calendar import last_closed_session, sessions_between
from vn30.names import CRAWLER_DAG, TRAINING_DAG

PATIENCE = 600.0
PROCESSES = (("scheduler", "--skip-serve-logs"), ("triggerer", "--skip-serve-logs"), ("dag-processor",))


@pytest.mark.timeout(2 * PATIENCE)
def test_deadline_and_failure(
    airflow: Airflow, platform: Platform, receivers: Receivers, tmp_path: Path
) -> None:
    """Airflow sends alerts of a missed deadline and of a failed run."""
    newest = last_closed_session(datetime.now(UTC))
    before = sessions_between(newest - timedelta(days=30), newest)[-2]
    # A minute after the close, when the runs are due, it is certain to be past.
    airflow.environment |= {**receivers.environment, "VN30_PRICES_DEADLINE": "15:01"}
    words = [str(SCRIPTS / "make_runs.py"), before.isoformat(), newest.isoformat()]
    result = airflow.warm.run(words, airflow.environment)
    assert result.returncode == 0, result.stderr[-3000:]
    with airflow.metadata() as metadata:
        runs = metadata.execute(
            sa.text("SELECT run_id FROM dag_run WHERE id IN (SELECT dagrun_id FROM deadline)")
        )
        assert list(runs) == [("scheduled__of_today",)]

    with ExitStack() as stack:
        for process in PROCESSES:
            stack.enter_context(airflow.running(process, tmp_path / f"{process[0]}.log"))
        alerts = wait_for_two(receivers, tmp_path)
    assert set(alerts) == {("late_prices", CRAWLER_DAG), ("failure", TRAINING_DAG)}
    late = alerts["late_prices", CRAWLER_DAG]
    assert (late["session"], late["runId"]) == (newest.isoformat(), "scheduled__of_today")
    assert f"Prices of {newest} were incomplete at 15:01" in late["title"]
    failure = alerts["failure", TRAINING_DAG]
    assert failure["airflowUrl"].endswith(f"/dags/{TRAINING_DAG}/runs/hopeless")
    assert "resolve" in failure["members"]
    assert platform.rows("SELECT count(*) FROM alert_overview WHERE sent_at IS NOT NULL") == [(2,)]


def wait_for_two(receivers: Receivers, logs: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """The first two alerts, by kind and DAG, when every channel has had them."""
    deadline = time.monotonic() + PATIENCE
    while len(receivers.hook.posted) < 2 or len(receivers.mailbox.mails) < 2:
        assert time.monotonic() < deadline, [log.read_text()[-2000:] for log in logs.glob("*.log")]
        time.sleep(0.2)
    time.sleep(2)
    return {(alert["kind"], alert["dagId"]): alert for alert in receivers.hook.posted}
