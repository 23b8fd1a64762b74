"""Features of stored minutes: null where a session's minutes are not complete, and checked for look-ahead."""

import json
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from tests.integration.conftest import SESSIONS, SMALL_CONFIG
from tests.support.made_minutes import made_minutes
from vn30 import data
from vn30.experiments import steps
from vn30.experiments.lookahead import LookaheadJob, check_session
from vn30.experiments.start import start_run
from vn30.features import stored_minute_statistics
from vn30.features.feature_store import read_rows
from vn30.features.truncation import LookAhead
from vn30.ingestion.intraday.minutes_writer import store_minutes
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest

CONFIG = {
    **SMALL_CONFIG,
    "indicators": {"sessionMinutes": {"window": 1}},
    "models": {
        name: {"enabled": name == "ridge"} for name in ("ridge", "randomForest", "gradientBoosting", "svr")
    },
    "targets": {"horizons": [7]},
}
KNOWN = SESSIONS[-100:]
NAMES = ["session_volatility_1", "closing_auction_share_1", "session_vwap_distance_1", "afternoon_share_1"]


@pytest.fixture
def stored(platform):
    """Bars of three stocks, and minutes of FPT alone; three of its sessions are not complete."""
    for job in plan_crawl(platform.settings, "crawl", CrawlRequest(("FPT", "HPG", "VCB"))):
        load_ticker(platform.settings, job)
    minutes = made_minutes("FPT", KNOWN)
    day, clock = minutes["time"].dt.date, minutes["time"].dt.strftime("%H:%M")
    no_close = (day == KNOWN[10]) & (clock >= "14:30")
    gap = (day == KNOWN[20]) & clock.between("10:00", "10:45")
    kept = minutes[~(no_close | gap)].reset_index(drop=True)
    # The newest session was asked for while it was running.
    store_minutes(platform.store, kept, "csv", datetime.now(UTC), settled=KNOWN[-2])
    return platform


def logged(platform) -> list[tuple[str, str]]:
    return [(row.level, row.message) for row in platform.rows("SELECT level, message FROM experiment_logs")]


def test_in_a_training(stored) -> None:
    """Null outside complete sessions; a model of the ticker is trained on all sessions all the same."""
    experiment = start_run("run", json.dumps(CONFIG), None)
    url = steps.build_panel_file(stored.store, experiment)
    panel = read_rows(stored.store, url)
    warned = "WARNING", "indicators.sessionMinutes: Minutes are stored for few sessions of FPT, HPG, VCB"
    assert any(level == warned[0] and message.startswith(warned[1]) for level, message in logged(stored))
    known = panel[panel[NAMES].notna().all(axis=1)]
    assert set(known["symbol"]) == {"FPT"}
    assert set(known["date"].dt.date) == set(KNOWN) - {KNOWN[10], KNOWN[20], KNOWN[-1]}
    assert panel[NAMES].isna().sum().nunique() == 1
    assert not [name for name in panel.columns if name.startswith("minute_")]
    pooled = [steps.pool(stored.store, experiment, url, 7)]
    assert steps.train(stored.store, experiment, url, pooled, "FPT")["horizons"].keys() == {"7"}
    again = data.panel(["FPT"], config=CONFIG)
    fpt = panel[panel["symbol"] == "FPT"].reset_index(drop=True)
    pd.testing.assert_frame_equal(again[NAMES], fpt[NAMES])
    [(group, source)] = stored.rows(
        "SELECT DISTINCT feature_group, source FROM feature_definitions WHERE name = :name", name=NAMES[0]
    )
    assert (group, source) == ("Minutes", "minutes")


def test_lookahead_check(stored, monkeypatch: pytest.MonkeyPatch) -> None:
    """Honest statistics pass; statistics that are centred on all stored sessions are found and named."""
    session = KNOWN[60].isoformat()
    job = LookaheadJob(session, KNOWN[-1].isoformat(), 7, ["FPT", "HPG", "VCB"], "FPT", 1)
    assert check_session(stored.store, "honest", CONFIG, job)["differences"] == 0
    honest = stored_minute_statistics.minute_statistics

    def centred(minutes: pd.DataFrame) -> pd.DataFrame:
        found = honest(minutes)
        return found.assign(
            minute_volatility=found["minute_volatility"] - np.mean(found["minute_volatility"])
        )

    monkeypatch.setattr(stored_minute_statistics, "minute_statistics", centred)
    with pytest.raises(LookAhead, match=f"feature session_volatility_1 of FPT on {session}"):
        check_session(stored.store, "leaking", CONFIG, job)
