"""Facts and their text: one fact a run, with the reasons for people, and a section of the runbook."""

import re
from datetime import UTC, date, datetime, time

import pytest

from vn30.alerts.facts import failed_run, names, newest_due, reason_in_short
from vn30.alerts.kinds import KINDS
from vn30.alerts.text import Alert, Links, write
from vn30.pipelines import CRAWLER_DAG, TRAINING_DAG
from vn30.settings import PROJECT_ROOT


def failed(task_id: str, label: str | None = None, reason: str | None = None) -> dict[str, str | None]:
    return {"task_id": task_id, "label": label, "reason": reason}


def test_tickers_with_one_reason_share_a_line_and_tasks_that_sum_up_are_left_out() -> None:
    tasks = [failed("train", "FPT", "no memory"), failed("train", "HPG", "no memory")]
    fact = failed_run(
        TRAINING_DAG, "run", date(2026, 6, 30), "task_failure", [*tasks, failed("finish", None, "2 failed")]
    )
    assert fact is not None
    assert fact.title == "vn30_model_training failed: FPT, HPG"
    assert fact.details == ("train FPT, train HPG: no memory",)


def test_a_gate_that_fails_by_itself_is_told_unless_its_findings_are() -> None:
    tasks = [failed("gate", None, "the database went away"), failed("watcher")]
    fact = failed_run(CRAWLER_DAG, "run", None, "task_failure", tasks)
    assert fact is not None
    assert fact.details == ("gate: the database went away",)
    assert failed_run(CRAWLER_DAG, "run", None, "task_failure", tasks, breached=True) is None


def test_a_time_out_is_told_in_airflows_words() -> None:
    fact = failed_run(CRAWLER_DAG, "run", None, "timed_out", [])
    assert fact is not None
    assert fact.title == "vn30_data_crawler failed: Airflow says: timed out"


def test_reasons_are_short_and_carry_no_credentials() -> None:
    assert reason_in_short("OperationalError: postgresql://vn30:word@db/x\n  in line 7") == (
        "OperationalError: postgresql://db/x"
    )
    assert len(reason_in_short("x" * 5000)) == 240
    assert names([f"T{n}" for n in range(10)]) == "T0, T1, T2, T3, T4, T5, T6, T7 and 2 more"


@pytest.mark.parametrize(
    ("deadline", "hour", "due"),
    [("18:00", 12, date(2026, 6, 30)), ("19:30", 12, date(2026, 6, 29)), ("19:30", 13, date(2026, 6, 30))],
)
def test_before_its_deadline_a_session_is_not_due_and_the_one_before_is(
    deadline: str, hour: int, due: date
) -> None:
    now = datetime(2026, 6, 30, hour, tzinfo=UTC)
    assert newest_due(date(2026, 6, 30), time.fromisoformat(deadline), now) == due


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_its_section_in_the_runbook(name: str) -> None:
    runbook = (PROJECT_ROOT / "docs" / "runbook.md").read_text()
    _, *parts = re.split(r"^## (.+)$", runbook, flags=re.MULTILINE)
    titles = [title.lower().replace(" ", "-") for title in parts[::2]]
    anchors = dict(zip(titles, parts[1::2], strict=True))
    section = anchors[KINDS[name].anchor]  # type: ignore[index]
    assert f"`{name}`" in section
    for part in ("Look at", "Do", "Wake "):
        assert part in section


def test_the_runbook_documents_the_keys_of_the_webhook() -> None:
    alert = Alert(
        "failure", "open", "k", "t", (), (), (), None, None, None, datetime(2026, 6, 30, tzinfo=UTC), 1, None
    )
    payload = write(alert, Links(None, "docs/runbook.md#a-run-failed")).payload
    runbook = (PROJECT_ROOT / "docs" / "runbook.md").read_text()
    table = runbook.partition("| key | |\n| --- | --- |\n")[2].partition("\n\n")[0]
    cells = [row.split("|")[1] for row in table.splitlines()]
    assert payload.keys() == {key for cell in cells for key in re.findall(r"`(\w+)`", cell)}
