"""The demo as a user runs it: all processes, both DAGs, the API, and nothing left behind."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import pytest
import sqlalchemy as sa

from tests.e2e.conftest import (
    AS_OF,
    PATIENCE,
    RARE_PARSES,
    SMALL_CONFIG,
    make_home,
    variables_of_dag_files,
)
from tests.e2e.test_killed_crawl import SEED, assert_all_is_there, kill_a_task, kill_the_server
from tests.support.ports import free_port
from tests.support.processes import is_over
from vn30.database.warehouse import make_engine
from vn30.local.__main__ import main
from vn30.local.postgres import EmbeddedPostgres
from vn30.market.universe import vn30_tickers
from vn30.names import CONFIG_VARIABLE
from vn30.settings import Settings

DEMO = [sys.executable, "-m", "vn30.local", "demo"]


def demo_environment(home: Path) -> dict[str, str]:
    """The environment of a demo in this home, with ports of its own."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("VN30_", "AIRFLOW_"))},
        "VN30_ENV_FILE": os.devnull,
        "VN30_HOME": str(home),
        "VN30_API_PORT": str(free_port()),
        "VN30_AIRFLOW_PORT": str(free_port()),
        **RARE_PARSES,
        **variables_of_dag_files(**{CONFIG_VARIABLE: SMALL_CONFIG}),
        "COLUMNS": "120",
    }


@pytest.fixture(scope="module")
def environment(left_homes: list[Path]) -> Iterator[dict[str, str]]:
    """That of a demo whose home is left to other tests."""
    home = make_home()
    yield demo_environment(home)
    if (home / "postgres" / "postmaster.pid").exists():
        # A demo that was killed has left it running.
        server = EmbeddedPostgres(home / "postgres")
        server.start()
        server.stop()
    left_homes.append(home)


def start_demo(environment: dict[str, str], *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*DEMO, *options],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def processes_of(demo: subprocess.Popen[str], home: Path) -> list[psutil.Process]:
    """PostgreSQL's main process, and all that the demo has started."""
    return [postmaster(home), *psutil.Process(demo.pid).children(recursive=True)]


def postmaster(home: Path) -> psutil.Process:
    return psutil.Process(int((home / "postgres" / "postmaster.pid").read_text().split()[0]))


def names_of_alive(processes: list[psutil.Process]) -> list[str]:
    """The names of those that do not end."""
    _, alive = psutil.wait_procs(processes, timeout=10)
    names = []
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            if not is_over(process):
                names.append(process.name())
    return names


def interrupt(demo: subprocess.Popen[str], home: Path) -> list[str]:
    """Ctrl-C, as a terminal sends it to the whole foreground group; the names of what outlives the demo."""
    processes = processes_of(demo, home)
    os.killpg(demo.pid, signal.SIGINT)
    assert demo.wait(60) == 130
    return names_of_alive(processes)


def start_again(environment: dict[str, str], **others: str) -> subprocess.CompletedProcess[str]:
    """Another start on the same home, which ends by itself."""
    return subprocess.run(
        DEMO, env={**environment, **others}, capture_output=True, text=True, check=False, timeout=PATIENCE
    )


def check_second_start(demo: subprocess.Popen[str], environment: dict[str, str]) -> None:
    """A start beside a running platform shows where that is, and what it does, and disturbs nothing."""
    done = start_again(environment)
    assert done.returncode == 0, done.stderr
    for part in (
        f"The platform of {environment['VN30_HOME']} runs already",
        f"App        http://127.0.0.1:{environment['VN30_API_PORT']}",
        f"Airflow    http://127.0.0.1:{environment['VN30_AIRFLOW_PORT']}",
        "vn30_model_training: success, 30/30 tickers",
        f"kill {demo.pid}",
    ):
        assert part in done.stdout
    assert "Ended the unfinished run" not in done.stdout
    assert demo.poll() is None


def check_killed_demo(demo: subprocess.Popen[str], environment: dict[str, str]) -> None:
    """The next start ends all that a killed one has left, PostgreSQL included, before it does anything."""
    processes = processes_of(demo, Path(environment["VN30_HOME"]))
    demo.kill()
    demo.wait()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = start_again(environment, VN30_AIRFLOW_PORT=str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "processes that a killed start had left" in done.stdout
    assert "is taken by another program" in done.stderr
    assert names_of_alive(processes) == []


def stop(demo: subprocess.Popen[str]) -> None:
    """Leave nothing of a demo behind that a failed test has not interrupted."""
    if demo.poll() is None:
        for process in (*psutil.Process(demo.pid).children(recursive=True), demo):
            process.kill()


def read_until(demo: subprocess.Popen[str], text: str) -> str:
    """What the demo prints up to and with the line that holds ``text``."""
    assert demo.stdout is not None
    deadline, printed = time.monotonic() + PATIENCE, ""
    for line in demo.stdout:
        printed += line
        if text in line:
            return printed
        assert time.monotonic() < deadline, printed
    raise AssertionError(f"the demo ended before it printed {text!r}:\n{printed}")


def kill_in_mid_crawl(demo: subprocess.Popen[str], home: Path) -> None:
    """Once a few tickers are loaded, kill a task, then PostgreSQL, which is started again and named."""
    print(f"KILLS_SEED={SEED}")
    read_until(demo, "vn30_data_crawler: ")
    server = EmbeddedPostgres(home / "postgres")
    server.start()
    engine = make_engine(prices_of(server))
    loaded, deadline = 0, time.monotonic() + PATIENCE
    while loaded < 3:
        assert time.monotonic() < deadline
        time.sleep(0.3)
        with engine.connect() as connection:
            loaded = connection.execute(
                sa.text("SELECT count(*) FROM crawl_tickers WHERE state = 'loaded'")
            ).scalar_one()
    engine.dispose()
    # Else the demo would leave it running for this user, at its end.
    server.leave()
    assert loaded < 30
    moments = random.Random(SEED)  # noqa: S311
    # It is tried again after a pause: the crawl is not over when the server is killed.
    assert kill_a_task(moments, PATIENCE)
    time.sleep(moments.uniform(0, 3))
    kill_the_server(home / "postgres")
    read_until(demo, "PostgreSQL ended and was started again")


def check_prices(home: Path) -> None:
    """No bar is lost or there twice."""
    server = EmbeddedPostgres(home / "postgres")
    server.start()
    assert_all_is_there(prices_of(server))
    server.leave()


def prices_of(server: EmbeddedPostgres) -> Settings:
    """Settings that name the database of a demo's prices."""
    return Settings(database_url=server.database_url("vn30_simulated"))


@pytest.mark.timeout(4 * PATIENCE)
def test_interrupted_demo(
    environment: dict[str, str],
) -> None:
    """The demo survives kills of a task and of its database, an interrupt during a fit, and its own kill."""
    home = Path(environment["VN30_HOME"])
    environment = {**environment, "VN30_AS_OF": str(AS_OF)}
    first = start_demo(environment)
    try:
        kill_in_mid_crawl(first, home)
        printed = read_until(first, "vn30_data_crawler: success, 32/32 tickers")
        assert "Should buy" not in printed
        read_until(first, "vn30_model_training: running")
        assert interrupt(first, home) == []
    finally:
        stop(first)

    second = start_demo(environment)
    try:
        printed = read_until(second, "Press Ctrl-C")
        # The interrupted run is over; its tickers are trained anew.
        assert "Ended the unfinished run" in printed
        assert "vn30_model_training: success, 30/30 tickers" in printed
        assert "vn30_intraday_crawler: success, 30/30 tickers" in printed
        assert "Should buy" in printed
        assert "Should sell" in printed
        assert "SIMULATED" in printed
        assert "HTTP Request" not in printed
        api = f"http://127.0.0.1:{environment['VN30_API_PORT']}"
        check_api(api)
        check_notes(home)
        check_prices(home)
        check_second_start(second, environment)
        check_killed_demo(second, environment)
    finally:
        stop(second)


def check_notes(home: Path) -> None:
    """Airflow keeps the report of each crawl in the note of its run."""
    server = EmbeddedPostgres(home / "postgres")
    server.start()
    engine = make_engine(Settings(database_url=server.database_url("airflow_simulated")))
    with engine.connect() as connection:
        notes = connection.execute(sa.text("SELECT content FROM dag_run_note")).scalars().all()
    engine.dispose()
    assert any(note.startswith("Crawl report: 32 series as of 2026-06-30: 32 loaded") for note in notes)


def check_api(url: str) -> None:
    """The forecasts of all tickers at all horizons are served, and their plots."""
    api = httpx.Client(base_url=url)
    assert api.get("/health").json()["status"] == "ok"
    login = api.post("/api/v1/auth/login", json={"username": "ds1", "password": "pass1234"}).json()
    api.headers["Authorization"] = f"Bearer {login['accessToken']}"
    models = api.get("/api/v1/models").json()["data"]
    assert sorted(model["ticker"] for model in models) == list(vn30_tickers())
    assert all(set(model["predictions"]) == {"7d", "15d", "30d"} for model in models)
    assert api.get("/api/v1/stocks/market-table").json()["meta"]["total"] == 30
    predictions = api.get("/api/v1/stocks/FPT/predictions").json()
    assert predictions["asOf"] == predictions["forecastAsOf"] == "2026-06-30"
    for forecast in predictions["horizons"].values():
        assert forecast["verdict"] in ("proven", "not proven")
        assert forecast["lowerPrice"] < forecast["predictedPrice"] < forecast["upperPrice"]
    plot = httpx.get(url + models[0]["plotUrl"])
    assert plot.headers["content-type"] == "image/png"


@pytest.fixture
def demo_here(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., int]]:
    """``demo_here(**environment)``: a demo that fails before it starts anything, and its exit status.

    In this process, as the imports of a new one take seconds.
    """
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}

    def run(**others: str) -> int:
        for name, value in {**environment, **others}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["vn30.local", "demo"])
        return main()

    yield run
    for number, handler in handlers.items():
        signal.signal(number, handler)


def test_a_taken_port_is_named_before_anything_starts(
    demo_here: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert demo_here(VN30_HOME=str(tmp_path / "home"), VN30_AIRFLOW_PORT=port) == 2
    printed = capsys.readouterr().err
    assert f"Port {port} is taken" in printed
    assert "VN30_AIRFLOW_PORT" in printed
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("VN30_AS_OF", "yesterday"), ("VN30_CSV_PRICE_UNIT", "USD"), ("VN30_API_PORT", "http")],
)
def test_a_wrong_setting_is_named(
    demo_here: Callable[..., int], capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    assert demo_here(**{name: value}) == 2
    assert name in capsys.readouterr().err
