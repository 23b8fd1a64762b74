"""What a change of a DAG's settings means for runs that the new ones would have had before."""

from datetime import UTC, datetime
from typing import Any

import pytest

from vn30.dag_settings import change
from vn30.pipelines import TRAINING_DAG

EARLIER, NOW = datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 20, 5, tzinfo=UTC)
CATCHING_UP = '{"catchup": true, "catchupFrom": "2026-11-02T00:00:00Z", "trigger": "prices"}'


@pytest.mark.parametrize(
    ("changes", "begins"),
    [
        ({"schedule_cron": "0 9 * * *"}, NOW),
        ({"timezone": "Asia/Tokyo"}, NOW),
        ({"trigger": "cron"}, NOW),
        ({"catchup": False}, EARLIER),
        ({"catchup": True, "schedule_cron": "0 18 * * *", "retries": 1}, EARLIER),
    ],
)
def test_another_schedule_counts_from_now_on(changes: dict[str, Any], begins: datetime) -> None:
    assert change(TRAINING_DAG, CATCHING_UP, changes, NOW).start_date == begins


def test_a_schedule_that_is_new_makes_up_for_nothing_even_without_catchup() -> None:
    assert change(TRAINING_DAG, None, {"schedule_cron": "0 9 * * *"}, NOW).start_date == NOW
    assert change(TRAINING_DAG, None, {"retries": 1, "timezone": "Asia/Ho_Chi_Minh"}, NOW).start_date is None
    assert change(TRAINING_DAG, None, {"catchup": True}, NOW).start_date == NOW
