"""What a change of a DAG's settings means for runs that the new ones would have had before."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from vn30.names import TRAINING_DAG
from vn30.pipelines.dag_settings import change, read_news_settings, read_training_settings

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


def test_byte_order_mark() -> None:
    """An editor may put a byte order mark before the JSON of a Variable."""
    settings, fault = read_training_settings("\ufeff" + CATCHING_UP)
    assert (settings.trigger, fault) == ("prices", None)


def test_new_schedule() -> None:
    """A new schedule makes no past runs, even without catchup."""
    assert change(TRAINING_DAG, None, {"schedule_cron": "0 9 * * *"}, NOW).start_date == NOW
    assert change(TRAINING_DAG, None, {"retries": 1, "timezone": "Asia/Ho_Chi_Minh"}, NOW).start_date is None
    assert change(TRAINING_DAG, None, {"catchup": True}, NOW).start_date == NOW


@pytest.mark.parametrize(
    ("feeds", "reason"),
    [
        ([{"name": "A", "url": "ftp://a.example"}], "feeds.0.url: .*https://"),
        ([{"name": "A", "url": "https://user@a.example"}], "feeds.0.url: .*password"),
        ([{"name": "<b>", "url": "https://a.example"}], "feeds.0.name"),
        ([{"name": "A", "url": "https://a.example", "on": "yes"}], "feeds.0.on"),
        ([{"name": n, "url": f"https://{n}.example"} for n in ("a", "A")], "two feeds have the name a"),
        ([{"name": n, "url": "https://a.example"} for n in ("a", "b")], "two feeds have the url"),
        ([{"name": "VCI", "url": "https://a.example"}], "news of companies"),
    ],
)
def test_wrong_feeds(feeds: list[dict[str, Any]], reason: str) -> None:
    """The fault names the feed and the field, and the default feeds are used."""
    settings, fault = read_news_settings(json.dumps({"feeds": feeds}))
    assert fault is not None
    assert re.search(reason, fault)
    assert [feed.name for feed in settings.feeds] == ["CafeF", "Vietstock", "VnExpress"]
