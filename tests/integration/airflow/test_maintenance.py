"""The daily clean-up, through Airflow, on a real metadata database."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from tests.integration.conftest import Airflow, Platform
from vn30.airflow.cleanup import CleaningFailed, clean_database
from vn30.names import MAINTENANCE_DAG

LONG_AGO, YESTERDAY = 100, 1


@pytest.fixture
def events(airflow: Airflow) -> Iterator[sa.Connection]:
    """Airflow's database, with an event of long ago and one of yesterday in its log."""
    with airflow.metadata() as connection:
        for days in (LONG_AGO, YESTERDAY):
            connection.execute(
                sa.text("INSERT INTO log (dttm, event) VALUES (now() - make_interval(days => :days), :name)"),
                {"days": days, "name": f"{days} days ago"},
            )
        connection.commit()
        yield connection


def write(path: Path, days_ago: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a task said this")
    then = time.time() - days_ago * 86_400
    os.utime(path, (then, then))
    return path


def names(events: sa.Connection) -> list[str]:
    rows = events.scalars(sa.text("SELECT event FROM log WHERE event LIKE '% days ago'")).all()
    events.rollback()
    return sorted(rows)


def test_old_rows_and_logs(
    airflow: Airflow, platform: Platform, events: sa.Connection, tmp_path: Path
) -> None:
    """Old rows and logs of Airflow are removed, and young ones are kept."""
    logs = tmp_path / "logs"
    old = write(logs / "dag_id=a" / "run_id=old" / "attempt=1.log", LONG_AGO)
    young = write(logs / "dag_id=a" / "run_id=young" / "attempt=1.log", YESTERDAY)
    airflow.environment["AIRFLOW__LOGGING__BASE_LOG_FOLDER"] = str(logs)

    assert airflow.dag_test((MAINTENANCE_DAG, {})) == ["success"]
    assert names(events) == [f"{YESTERDAY} days ago"]
    assert (old.parent.exists(), young.exists()) == (False, True)
    # Of a failed one, alerts find in the mirror which task it was.
    assert platform.rows("SELECT dag_id, state FROM pipeline_runs") == [(MAINTENANCE_DAG, "success")]


def test_a_database_that_cannot_be_cleaned_is_an_error(airflow: Airflow, platform: Platform) -> None:
    elsewhere = f"{platform.settings.require_database_url()}_missing"
    settings = platform.settings.model_copy(update={"airflow_database_url": SecretStr(elsewhere)})
    with pytest.raises(CleaningFailed, match="airflow db clean ended with status"):
        clean_database(settings, datetime.now(UTC))
