"""Corporate actions on record: those that restatements show, and those of a CSV; and the check of both."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.integration.conftest import SESSIONS
from tests.integration.ingestion.test_restatement import adjusted, crawl
from vn30.database import warehouse
from vn30.errors import WrongInput
from vn30.ingestion.corporate_actions import load_actions, main, parse_actions
from vn30.ingestion.quality_gate import run_gate
from vn30.market.corporate_actions import CorporateAction, stored_actions

pytestmark = pytest.mark.usefixtures("no_whole_history")
HEADER = "ticker,ex_date,kind,cash,ratio,issue_price,source\n"


def stored() -> list[CorporateAction]:
    with warehouse.engine().connect() as connection:
        return stored_actions(connection, ["FPT"])


def write(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "actions.csv"
    path.write_text(HEADER + "\n".join(rows))
    return path


def test_inferred_from_restatement(platform: Any, truth: Any) -> None:
    """A restatement leaves an action that is marked as inferred; what no action explains leaves none."""
    platform.write(truth[:-1])
    crawl(platform, "before")
    platform.write(adjusted(adjusted(truth, len(truth) - 1, 0.5), 340, 0.96))
    crawl(platform, "after", full_refresh=True)
    cash, split = stored()
    assert (split.ex_date, split.kind, split.ratio) == (SESSIONS[-1], "stock_dividend", 1.0)
    assert split.factor == pytest.approx(0.5, abs=1e-6)
    assert (cash.ex_date, cash.kind, cash.is_inferred) == (SESSIONS[340], "cash_dividend", True)
    assert cash.source.startswith("restated by ")
    platform.write(adjusted(truth, len(truth) - 1, 0.5))
    crawl(platform, "taken back", full_refresh=True)
    assert len(stored()) == 2


def test_declared_in_a_file(platform: Any, truth: Any, tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    """A file is stored once however often it is read, and corrected by a later one."""
    path = write(
        tmp_path, "fpt,2024-06-13,cash_dividend,1000,,,HOSE", "FPT,2024-06-13,stock_dividend,,0.15,,"
    )
    with pytest.raises(WrongInput, match="FPT is not in this database yet"):
        load_actions(path)
    platform.write(truth)
    crawl(platform, "crawl")
    monkeypatch.setattr(sys, "argv", ["", str(path)])
    assert (main(), main()) == (0, 0)
    assert "2 corporate actions are on record" in capsys.readouterr().out
    day = date(2024, 6, 13)
    assert stored() == [
        CorporateAction("FPT", day, "cash_dividend", "HOSE", cash=1_000.0),
        CorporateAction("FPT", day, "stock_dividend", "actions.csv", ratio=0.15),
    ]
    load_actions(write(tmp_path, "FPT,2024-06-13,stock_dividend,,0.2,,"))
    assert [action.ratio for action in stored()] == [0, 0.2]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("FPT,2024-06-13,dividend,1,,,", r"line 2: kind is 'dividend'; it is one of cash_dividend"),
        ("FPT,13/06/2024,split,,1,,", "ex_date is '13/06/2024': write it YYYY-MM-DD"),
        ("FPT,2024-06-13,split,,,,", "a split needs ratio"),
        ("FPT,2024-06-13,rights_issue,,0.5,,", "a rights_issue needs issue_price"),
        ("FPT,2024-06-13,cash_dividend,1000,0.1,,", "a cash_dividend has no ratio"),
        ("FPT,2024-06-13,cash_dividend,10%,,,", "cash is '10%': write a number"),
        ("FPT", "kind is None"),
    ],
)
def test_faults(row: str, message: str) -> None:
    """A fault is named with its line."""
    with pytest.raises(WrongInput, match=message):
        list(parse_actions((HEADER + row).splitlines(), "actions.csv"))


def test_faulty_columns() -> None:
    with pytest.raises(WrongInput, match="lacks the columns ex_date, kind"):
        list(parse_actions(["ticker,date"], "actions.csv"))
    with pytest.raises(WrongInput, match="has the columns price"):
        list(parse_actions([HEADER.strip() + ",price"], "actions.csv"))


def test_unadjusted_series(platform: Any, truth: Any, tmp_path: Path) -> None:
    """A declared split whose fall the stored series shows is a finding; one that is adjusted is none."""
    day = SESSIONS[-4]
    platform.write(truth)
    crawl(platform, "crawl")
    load_actions(write(tmp_path, f"FPT,{day},split,,1,,HOSE", f"FPT,{SESSIONS[-9]},split,,1,,HOSE"))
    with warehouse.transaction() as connection:
        connection.execute(
            sa.text(
                "UPDATE stock_prices SET close_price = close_price * 2, high_price = high_price * 2, "
                "open_price = open_price * 2, low_price = low_price * 2 WHERE price_date < :day"
            ),
            {"day": day},
        )
    run_gate("crawl")
    [finding] = platform.rows(
        "SELECT severity, ticker, detail FROM crawl_findings WHERE check_name = '16_actions_are_adjusted'"
    )
    assert (finding.severity, finding.ticker) == ("warning", "FPT")
    assert finding.detail.startswith(
        f"the prices before {day} are not adjusted for its split: the close fell"
    )
