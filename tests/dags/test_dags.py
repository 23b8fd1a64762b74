"""What every DAG of the platform must hold to, and the shape of each."""

import errno
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg2
import pytest
import sqlalchemy.exc
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG, AssetOrTimeSchedule, RetryAction
from airflow.sdk.exceptions import AirflowSkipException, ParamValidationError
from airflow.sdk.timezone import coerce_datetime
from airflow.serialization.serialized_objects import DagSerialization
from airflow.timetables.base import DataInterval, TimeRestriction

from vn30.airflow.timetable import DailyTimetable, SessionsOnRequest, SessionTimetable
from vn30.backtesting.preset_names import PRESET_NAMES
from vn30.backtesting.presets import PRESETS
from vn30.database.locks import artifact_lock
from vn30.database.warehouse import engine
from vn30.experiments import retention
from vn30.market.calendar import OutsideCalendar
from vn30.names import (
    ALL_DAGS,
    CRAWLER_DAG,
    FUNDAMENTALS_DAG,
    INTRADAY_DAG,
    LAKE_DAG,
    LAKE_DATASETS,
    LAKE_SETTINGS_VARIABLE,
    LOOKAHEAD_DAG,
    MAINTENANCE_DAG,
    NEWS_DAG,
    PRICE_POOL,
    RECOMMENDATIONS_DAG,
    RECORDED_TICKERS_VARIABLE,
    RISK_DAG,
    SIMULATION_DAG,
    SIMULATION_POOL,
    TRAINING_DAG,
    TRAINING_POOL,
    TRAINING_SETTINGS_VARIABLE,
    WALK_FORWARD_DAG,
)
from vn30.settings import PROJECT_ROOT, get_settings
from vn30.sources.base import SourceError
from vn30.training_config.document import InvalidConfig

DAGS = PROJECT_ROOT / "dags"
FILES = sorted(DAGS.glob("*.py"))
HEAVY = ("pandas", "numpy", "scipy", "sklearn", "matplotlib", "talib", "pyarrow", "vnstock")


@pytest.fixture(scope="module")
def bag() -> DagBag:
    return DagBag(DAGS, bundle_path=DAGS, bundle_name="test")


@pytest.fixture(
    params=[
        CRAWLER_DAG,
        TRAINING_DAG,
        INTRADAY_DAG,
        FUNDAMENTALS_DAG,
        LAKE_DAG,
        LOOKAHEAD_DAG,
        RISK_DAG,
        RECOMMENDATIONS_DAG,
        SIMULATION_DAG,
        MAINTENANCE_DAG,
        WALK_FORWARD_DAG,
        NEWS_DAG,
    ]
)
def dag(bag: DagBag, request: pytest.FixtureRequest) -> DAG:
    return bag.dags[request.param]


def test_every_file_parses_and_is_named_after_its_dag(bag: DagBag) -> None:
    assert bag.import_errors == {}
    assert {Path(dag.fileloc).stem: dag.dag_id for dag in bag.dags.values()} == {
        path.stem: path.stem for path in FILES
    }


def test_the_names_are_those_of_all_dag_files(bag: DagBag) -> None:
    """The local platform is ready once Airflow has read every one of them."""
    assert bag.dags.keys() == ALL_DAGS


def test_a_dag_explains_itself_and_has_an_owner_and_limits(dag: DAG) -> None:
    assert dag.description
    assert dag.doc_md is not None
    assert "When it fails" in dag.doc_md
    assert "**Reads**" in dag.doc_md
    assert "**Writes**" in dag.doc_md
    assert f"]({get_settings().app_url()}/" in dag.doc_md
    assert [task.task_id for task in dag.tasks if not task.doc_md] == []
    assert set(dag.tags) <= {
        "vn30",
        "prices",
        "forecasts",
        "lake",
        "risk",
        "simulation",
        "maintenance",
        "news",
    }
    assert "vn30" in dag.tags
    assert dag.catchup is False
    # Users wait for their own simulations alone.
    assert dag.max_active_runs == (4 if dag.dag_id == SIMULATION_DAG else 1)
    assert dag.dagrun_timeout is not None
    # With a start date, unpausing a DAG starts the run of the session before at once.
    assert dag.start_date is None


@pytest.mark.parametrize(("dag_id", "hour"), [(CRAWLER_DAG, 17), (TRAINING_DAG, 18)])
def test_a_dag_runs_on_sessions_alone_after_the_close(bag: DagBag, dag_id: str, hour: int) -> None:
    timetable = bag.dags[dag_id].timetable
    assert isinstance(timetable, SessionTimetable)
    assert timetable.description == f"At {hour}:00 on HOSE sessions (0 {hour} * * *, Asia/Ho_Chi_Minh)"


@pytest.mark.parametrize(("now", "first"), [("19:04", "2026-11-20"), ("19:06", "2026-11-21")])
def test_first_maintenance(bag: DagBag, monkeypatch: pytest.MonkeyPatch, now: str, first: str) -> None:
    """A platform that is new in the evening begins with the next one; a late scheduler misses none."""
    clock = coerce_datetime(datetime.fromisoformat(f"2026-11-20T{now}:00+07:00"))
    monkeypatch.setattr("airflow.timetables.trigger.utcnow", lambda: clock)
    timetable = DagSerialization.from_dict(DagSerialization.to_dict(bag.dags[MAINTENANCE_DAG])).timetable
    run = timetable.next_dagrun_info(
        last_automated_data_interval=None, restriction=TimeRestriction(None, None, catchup=False)
    )
    assert run is not None
    assert run.run_after == datetime.fromisoformat(f"{first}T19:00:00+07:00")


def test_retention_gives_way_to_a_backup(
    bag: DagBag, make_database: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VN30_DATABASE_URL", make_database("held"))
    monkeypatch.setattr(retention, "_LOCK_TIMEOUT_SECONDS", 0)
    get_settings.cache_clear()
    engine.cache_clear()
    try:
        with artifact_lock(engine(), 0), pytest.raises(AirflowSkipException, match="A backup is being made"):
            bag.dags[MAINTENANCE_DAG].get_task("retain").python_callable()
    finally:
        engine().dispose()
        engine.cache_clear()
        get_settings.cache_clear()


def parse_training(monkeypatch: pytest.MonkeyPatch, settings: str) -> DAG:
    monkeypatch.setenv(f"AIRFLOW_VAR_{TRAINING_SETTINGS_VARIABLE.upper()}", settings)
    return DagBag(DAGS / "vn30_model_training.py", bundle_path=DAGS, bundle_name="test").dags[TRAINING_DAG]


def test_trigger_by_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    """New prices trigger the training with the matching setting."""
    dag = parse_training(monkeypatch, '{"trigger": "prices"}')
    assert isinstance(dag.timetable, AssetOrTimeSchedule)
    assert [asset.name for asset in dag.timetable.asset_condition.objects] == ["vn30_prices"]
    assert isinstance(dag.timetable.timetable, SessionsOnRequest), "the cron of the other mode is not due"


def test_the_lake_follows_prices_and_forecasts(bag: DagBag, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mapped task a data set, each named; with its setting, a schedule in place of the assets."""
    dag = bag.dags[LAKE_DAG]
    assert isinstance(dag.timetable, AssetOrTimeSchedule)
    assert [asset.name for asset in dag.timetable.asset_condition.objects] == [
        "vn30_prices",
        "vn30_forecasts",
    ]
    publish = dag.get_task("publish")
    assert publish.is_mapped
    assert publish.op_kwargs_expand_input.value == {"dataset": list(LAKE_DATASETS)}
    assert "dataset" in publish.map_index_template
    assert [asset.name for asset in dag.get_task("catalog").outlets] == ["vn30_lake"]

    monkeypatch.setenv(f"AIRFLOW_VAR_{LAKE_SETTINGS_VARIABLE.upper()}", '{"trigger": "cron"}')
    scheduled = DagBag(DAGS / "vn30_lake.py", bundle_path=DAGS, bundle_name="test").dags[LAKE_DAG].timetable
    assert scheduled.description == "At 18:30 on HOSE sessions (30 18 * * *, Asia/Ho_Chi_Minh)"


def test_risk_follows_prices_and_minutes(bag: DagBag) -> None:
    """A mapped task a batch of stocks, named by its first and last; an unknown ticker is refused."""
    dag = bag.dags[RISK_DAG]
    assert isinstance(dag.timetable, AssetOrTimeSchedule)
    assert [asset.name for asset in dag.timetable.asset_condition.objects] == ["vn30_prices", "vn30_minutes"]
    measure = dag.get_task("measure")
    assert measure.is_mapped
    assert "tickers" in measure.map_index_template
    with pytest.raises(ParamValidationError):
        dag.params.get_param("tickers").resolve(["FTP"])


def test_fundamentals_follow_prices(bag: DagBag) -> None:
    """A mapped task a batch of stocks, within the quota of prices."""
    dag = bag.dags[FUNDAMENTALS_DAG]
    assert isinstance(dag.timetable, AssetOrTimeSchedule)
    assert [asset.name for asset in dag.timetable.asset_condition.objects] == ["vn30_prices"]
    fetch = dag.get_task("fetch")
    assert fetch.is_mapped
    assert fetch.pool == PRICE_POOL


def test_simulations_wait_for_a_request(bag: DagBag) -> None:
    """A mapped task a part, in a pool of its own; the presets are those of the library, and no other."""
    dag = bag.dags[SIMULATION_DAG]
    assert dag.schedule is None
    assert not dag.is_paused_upon_creation
    simulate = dag.get_task("simulate")
    assert simulate.is_mapped
    assert simulate.pool == SIMULATION_POOL
    assert "label" in simulate.map_index_template
    assert tuple(PRESETS) == PRESET_NAMES
    with pytest.raises(ParamValidationError):
        dag.params.get_param("preset").resolve("my own")
    with pytest.raises(ParamValidationError):
        dag.params.get_param("axes").resolve([{"field": "tickers", "values": []}])


def test_walk_forwards_run_on_request_alone(bag: DagBag) -> None:
    """A mapped task a method in the pool of fits, for the id of a request and nothing else."""
    dag = bag.dags[WALK_FORWARD_DAG]
    assert dag.timetable.can_be_scheduled is False
    assert dag.is_paused_upon_creation is False
    walk = dag.get_task("walk")
    assert walk.is_mapped
    assert walk.pool == TRAINING_POOL
    assert "method" in walk.map_index_template
    with pytest.raises(ParamValidationError):
        dag.params.get_param("walk_forward_id").resolve("the newest")


def test_news_on_all_days(bag: DagBag) -> None:
    """Hourly from 06:00 to 22:00 and every two hours at night, weekends included; a mapped task a feed."""
    dag = bag.dags[NEWS_DAG]
    assert isinstance(dag.timetable, DailyTimetable)
    assert dag.timetable.description.endswith("(0 0,2,4,6-22 * * *, Asia/Ho_Chi_Minh)")
    assert "HOSE sessions" not in dag.timetable.description
    moment = datetime.fromisoformat("2026-11-28T21:00:00+07:00")
    due = []
    for _ in range(7):
        interval = DataInterval.exact(coerce_datetime(moment))
        run = dag.timetable.next_dagrun_info(
            last_automated_data_interval=interval, restriction=TimeRestriction(None, None, catchup=True)
        )
        assert run is not None
        moment = run.run_after
        due.append(f"{moment.in_timezone('Asia/Ho_Chi_Minh'):%a %H}")
    assert due == ["Sat 22", "Sun 00", "Sun 02", "Sun 04", "Sun 06", "Sun 07", "Sun 08"]
    read = dag.get_task("read")
    assert read.is_mapped
    assert "feed" in read.map_index_template
    report = dag.get_task("report")
    assert (report.trigger_rule, report.upstream_task_ids) == ("all_done", {"plan", "read"})
    assert {task.task_id for task in dag.leaves} == {"report"}


def test_the_look_ahead_check_is_weekly(bag: DagBag) -> None:
    """A mapped task a session, named by it, in the pool of fits; its schedule is that of Fridays."""
    dag = bag.dags[LOOKAHEAD_DAG]
    assert isinstance(dag.timetable, SessionTimetable)
    assert (
        dag.timetable.description
        == "At 20:00, only on Friday on HOSE sessions (0 20 * * 5, Asia/Ho_Chi_Minh)"
    )
    check = dag.get_task("check")
    assert check.is_mapped
    assert check.pool == TRAINING_POOL
    assert "session" in check.map_index_template
    for name, value in (("sessions", 0), ("seed", -1), ("tickers", ["FTP"])):
        with pytest.raises(ParamValidationError):
            dag.params.get_param(name).resolve(value)


def test_recommendations(bag: DagBag) -> None:
    """They follow the forecasts, a mapped task a session; without new forecasts older ones are judged."""
    dag = bag.dags[RECOMMENDATIONS_DAG]
    assert isinstance(dag.timetable, AssetOrTimeSchedule)
    assert isinstance(dag.timetable.timetable, SessionsOnRequest)
    assert [asset.name for asset in dag.timetable.asset_condition.objects] == ["vn30_forecasts"]
    recommend = dag.get_task("recommend")
    assert recommend.is_mapped
    assert "session" in recommend.map_index_template
    assert dag.get_task("judge").trigger_rule == "none_failed"
    for name, value in (("session", "tomorrow"), ("basis", "later")):
        with pytest.raises(ParamValidationError):
            dag.params.get_param(name).resolve(value)


def test_a_dag_has_the_settings_of_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    dag = parse_training(
        monkeypatch,
        """{"scheduleCron": "30 9 * * 1", "timezone": "Asia/Tokyo", "catchup": true, "retries": 1,
        "catchupFrom": "2026-11-20T03:00:00Z", "maxActiveRuns": 3, "retryDelayMinutes": 7.5,
        "owner": "quants", "tags": ["a", "b"]}""",
    )
    assert dag.timetable.description == "At 09:30, only on Monday on HOSE sessions (30 9 * * 1, Asia/Tokyo)"
    assert (dag.catchup, dag.max_active_runs, dag.tags) == (True, 3, {"a", "b"})
    # A catch-up goes back to when it was turned on, and no further.
    assert dag.start_date == datetime(2026, 11, 20, 3, tzinfo=UTC)
    for task in dag.tasks:
        assert (task.owner, task.retry_delay) == ("quants", timedelta(minutes=7.5))
        assert task.max_retry_delay >= task.retry_delay
        assert task.retries == (0 if task.task_id == "watcher" else 1)


@pytest.mark.parametrize(
    "settings", ["prices", '{"trigger": "moon"}', '{"triger": "prices"}', '{"scheduleCron": "0 0 30 2 *"}']
)
def test_wrong_settings(monkeypatch: pytest.MonkeyPatch, settings: str) -> None:
    """With wrong settings the DAG has its defaults, and the faults are named."""
    dag = parse_training(monkeypatch, settings)
    assert isinstance(dag.timetable, SessionTimetable)
    assert dag.doc_md is not None
    assert dag.doc_md.startswith("**The Variable `vn30_model_training_settings` is not used.** ")
    assert "### VN30 model training" in dag.doc_md


@pytest.mark.parametrize(
    ("recorded", "accepted"), [(None, False), ('["NEW"]', True), ("NEW", False), ('{"NEW": 1}', False)]
)
def test_known_tickers(monkeypatch: pytest.MonkeyPatch, recorded: str | None, accepted: bool) -> None:
    """Members that joined after the release are accepted as well; a broken Variable breaks no DAG."""
    if recorded is not None:
        monkeypatch.setenv(f"AIRFLOW_VAR_{RECORDED_TICKERS_VARIABLE.upper()}", recorded)
    tickers = parse_training(monkeypatch, "{}").params.get_param("tickers")
    for value, known in ((["FPT"], True), (None, True), (["FTP"], False), (["NEW"], accepted)):
        if known:
            assert tickers.resolve(value) == value
        else:
            with pytest.raises(ParamValidationError, match=value[0]):
                tickers.resolve(value)


def test_tickers_in_a_task(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task does not ask for the Variable of new members: its run has been accepted with them."""
    monkeypatch.setenv("_AIRFLOW_PARSING_CONTEXT_DAG_ID", TRAINING_DAG)
    monkeypatch.setenv("_AIRFLOW_PARSING_CONTEXT_TASK_ID", "train")
    tickers = parse_training(monkeypatch, "{}").params.get_param("tickers")
    assert tickers.resolve(["NEW"]) == ["NEW"]


DISK_FULL = psycopg2.OperationalError("could not extend file: No space left on device")


def test_every_task_retries_backs_off_and_times_out(dag: DAG) -> None:
    for task in dag.tasks:
        assert task.owner == "vn30"
        assert task.execution_timeout is not None
        assert task.execution_timeout <= timedelta(minutes=30)
        if task.task_id != "watcher":
            assert task.retries >= 2
            assert task.retry_exponential_backoff >= 2
            for error, action in (
                (SourceError("no such file"), RetryAction.FAIL),
                (InvalidConfig([]), RetryAction.FAIL),
                (OutsideCalendar("2035"), RetryAction.FAIL),
                (sqlalchemy.exc.DataError("", {}, Exception()), RetryAction.FAIL),
                (sqlalchemy.exc.OperationalError("", {}, Exception()), RetryAction.DEFAULT),
                (TimeoutError(), RetryAction.DEFAULT),
                (OSError(errno.ENOSPC, "no space"), RetryAction.FAIL),
                (PermissionError(errno.EACCES, "no"), RetryAction.FAIL),
                (sqlalchemy.exc.OperationalError("", {}, DISK_FULL), RetryAction.FAIL),
                (OSError(errno.EIO, "perhaps the cable"), RetryAction.DEFAULT),
            ):
                assert task.retry_policy.evaluate(error, 1, 5).action is action, error


def test_mapped_tasks(bag: DagBag) -> None:
    """The mapped tasks are limited by a pool, and named by ticker."""
    for dag_id, task_id, pool in (
        (CRAWLER_DAG, "load", PRICE_POOL),
        (TRAINING_DAG, "train", TRAINING_POOL),
        (INTRADAY_DAG, "load", PRICE_POOL),
    ):
        task = bag.dags[dag_id].get_task(task_id)
        assert task.is_mapped
        assert task.pool == pool
        assert "ticker" in task.map_index_template


def test_a_failure_anywhere_reaches_a_leaf_that_fails(bag: DagBag) -> None:
    names = (CRAWLER_DAG, TRAINING_DAG, INTRADAY_DAG, LAKE_DAG, LOOKAHEAD_DAG, RECOMMENDATIONS_DAG)
    dags = crawler, training, intraday, _, _, _ = [bag.dags[name] for name in names]
    for dag in dags:
        watcher = dag.get_task("watcher")
        assert watcher.trigger_rule == "one_failed"
        assert watcher.upstream_task_ids == {task.task_id for task in dag.tasks} - {"watcher"}
    assert intraday.get_task("report").trigger_rule == "all_done"
    gate = crawler.get_task("gate")
    assert gate.trigger_rule == "all_done"
    finish = training.get_task("finish")
    assert finish.trigger_rule == "all_done_min_one_success"
    assert finish.upstream_task_ids == {"resolve", "panel", "pool", "train"}
    for dag in dags:
        assert {task.task_id for task in dag.leaves} == {"watcher"}


def test_parsing_imports_nothing_heavy() -> None:
    """Every task parses its DAG file: what that imports, each of them pays for."""
    report = (
        f"import runpy, sys\nfor path in {[str(path) for path in FILES]}:\n    runpy.run_path(path)\n"
        f"    print(path, *(m for m in {HEAVY} if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-len(FILES) :] == [str(path) for path in FILES]


def test_assets_show_who_feeds_whom(bag: DagBag) -> None:
    """Airflow's graph of assets leads from prices to minutes, forecasts, risk and the lake."""
    read = {
        dag_id: {asset.name for task in dag.tasks for asset in task.inlets}
        for dag_id, dag in bag.dags.items()
    }
    assert read == {
        CRAWLER_DAG: set(),
        INTRADAY_DAG: {"vn30_prices"},
        TRAINING_DAG: {"vn30_prices"},
        LAKE_DAG: {"vn30_prices", "vn30_forecasts"},
        LOOKAHEAD_DAG: set(),
        RECOMMENDATIONS_DAG: {"vn30_forecasts"},
        RISK_DAG: {"vn30_prices", "vn30_minutes"},
        FUNDAMENTALS_DAG: {"vn30_prices"},
        SIMULATION_DAG: set(),
        MAINTENANCE_DAG: set(),
        WALK_FORWARD_DAG: set(),
        NEWS_DAG: set(),
    }
