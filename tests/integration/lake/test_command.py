"""``python -m vn30.lake``: its output formats, and errors that name the remedy."""

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.lake.conftest import TODAY, Lake
from vn30 import data
from vn30.lake.__main__ import main

QUERY = (
    "SELECT date, symbol, close, NULL AS nothing FROM prices WHERE symbol = 'FPT' ORDER BY date DESC LIMIT 2"
)


@pytest.fixture
def call(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """``call(*words) -> (status, output, errors)``."""

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["vn30.lake", *words])
        capsys.readouterr()
        status = main()
        return status, *capsys.readouterr()

    return run


def test_output(
    open_lake: Callable[..., Lake], tmp_path: Path, call: Callable[..., tuple[int, str, str]]
) -> None:
    lake = open_lake(artifact_store=(tmp_path / "store").as_uri())
    status, _, error = call("sql", QUERY)
    assert status == 2
    assert "run the DAG vn30_lake" in error

    lake.publish()
    newest = data.prices("FPT").iloc[-1]["close"]
    status, text, _ = call("sql", QUERY, "--format", "csv")
    rows = list(csv.DictReader(text.splitlines()))
    assert rows[0] == {"date": str(TODAY), "symbol": "FPT", "close": str(newest), "nothing": ""}
    documents = json.loads(call("sql", QUERY, "--format", "json")[1])
    assert documents[0] == {"date": str(TODAY), "symbol": "FPT", "close": newest, "nothing": None}
    (known,) = json.loads(
        call(
            "sql",
            "SELECT sum(volume) AS s, max(known_from) AS t, 'nan'::DOUBLE AS n FROM price_versions",
            "--format",
            "json",
        )[1]
    )
    assert isinstance(known["s"], int)
    assert known["t"].endswith("+00:00")
    assert known["n"] is None
    table = call("sql", "SELECT * FROM prices")[1]
    assert "200 of 1,107 rows; --format csv or json writes all" in table
    assert "symbol" in table

    listed = call("list")[1]
    assert "close double [VND]: closing price" in listed
    assert f"as of {TODAY}" in listed
    assert "prices" in call("sql", "SHOW TABLES")[1]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("SELECT * FROM price", "The lake has the views prices, price_versions"),
        ("SELEC 1", "syntax error"),
        ("SELECT * FROM read_csv('/etc/hostname')", "disabled"),
    ],
)
def test_errors(
    open_lake: Callable[..., Lake],
    tmp_path: Path,
    call: Callable[..., tuple[int, str, str]],
    query: str,
    named: str,
) -> None:
    open_lake(artifact_store=(tmp_path / "store").as_uri()).publish()
    status, output, error = call("sql", query)
    assert (status, output) == (2, "")
    assert named in error
    assert "Traceback" not in error


def test_a_simulated_market_is_named(
    open_lake: Callable[..., Lake], tmp_path: Path, call: Callable[..., tuple[int, str, str]]
) -> None:
    lake = open_lake(artifact_store=(tmp_path / "store").as_uri())
    lake.execute("UPDATE market_state SET market = 'simulated', source = 'sample'")
    lake.publish()
    assert "SIMULATED" in call("sql", "SELECT 1")[2]
    assert "SIMULATED" in (tmp_path / "store" / "lake" / "views.sql").read_text()
