"""Events and their texts: one event a run with its reasons, and a section of the runbook for every kind."""

import re
from datetime import UTC, date, datetime, time

import pytest

from vn30.alerts.kinds import KINDS
from vn30.alerts.message import Alert, Links, write
from vn30.alerts.rules import enumerated, failed_run, newest_due, short_reason
from vn30.market.calendar import SHIPPED
from vn30.names import CRAWLER_DAG, TRAINING_DAG
from vn30.settings import PROJECT_ROOT


def failed(task_id: str, label: str | None = None, reason: str | None = None) -> dict[str, str | None]:
    return {"task_id": task_id, "label": label, "reason": reason}


def test_lines_of_a_failure() -> None:
    """Tickers with the same reason share a line, and summarising tasks are left out."""
    tasks = [failed("train", "FPT", "no memory"), failed("train", "HPG", "no memory")]
    event = failed_run(
        TRAINING_DAG, "run", date(2026, 6, 30), "task_failure", [*tasks, failed("finish", None, "2 failed")]
    )
    assert event is not None
    assert event.title == "vn30_model_training failed: FPT, HPG"
    assert event.details == ("train FPT, train HPG: no memory",)


def test_failed_gate() -> None:
    """A failed gate is reported, unless its findings are reported."""
    tasks = [failed("gate", None, "the database connection was lost"), failed("watcher")]
    event = failed_run(CRAWLER_DAG, "run", None, "task_failure", tasks)
    assert event is not None
    assert event.details == ("gate: the database connection was lost",)
    assert failed_run(CRAWLER_DAG, "run", None, "task_failure", tasks, breached=True) is None


def test_a_message_in_vietnamese() -> None:
    """Subject, lines and the webhook's texts are in the language of the operators; keys are not."""
    event = failed_run(TRAINING_DAG, "run", date(2026, 6, 30), "task_failure", [failed("train", "FPT")])
    assert event is not None
    seen = datetime(2026, 6, 30, 11, tzinfo=UTC)
    alert = Alert(
        "failure",
        "open",
        event.key,
        event.title,
        event.details,
        ("FPT",),
        (),
        event.session,
        None,
        None,
        seen,
        1,
        None,
    )
    message = write(alert, Links(None, "runbook"), "vi")
    assert message.subject == "[VN30] vn30_model_training bị lỗi: FPT"
    assert "train FPT: nhật ký có ghi lý do" in message.text
    assert "Phiên: 30/06/2026" in message.text
    assert message.payload["title"] == "vn30_model_training bị lỗi: FPT"
    assert message.payload["session"] == "2026-06-30"


def test_time_out_is_reported_in_airflows_words() -> None:
    event = failed_run(CRAWLER_DAG, "run", None, "timed_out", [])
    assert event is not None
    assert event.title == "vn30_data_crawler failed: timed out"


def test_reasons_are_short_and_carry_no_credentials() -> None:
    assert short_reason("OperationalError: postgresql://vn30:word@db/x\n  in line 7") == (
        "OperationalError: postgresql://db/x"
    )
    assert len(short_reason("x" * 5000)) == 240
    assert enumerated([f"T{n}" for n in range(10)]) == "T0, T1, T2, T3, T4, T5, T6, T7 and 2 more"


@pytest.mark.parametrize(
    ("deadline", "hour", "due"),
    [("18:00", 12, date(2026, 6, 30)), ("19:30", 12, date(2026, 6, 29)), ("19:30", 13, date(2026, 6, 30))],
)
def test_due_session(deadline: str, hour: int, due: date) -> None:
    """Before its deadline a session is not due, and the session before it is."""
    now = datetime(2026, 6, 30, hour, tzinfo=UTC)
    assert newest_due(date(2026, 6, 30), time.fromisoformat(deadline), now, SHIPPED) == due


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_its_section_in_the_runbook(name: str) -> None:
    runbook = (PROJECT_ROOT / "docs" / "runbook.md").read_text()
    _, *parts = re.split(r"^## (.+)$", runbook, flags=re.MULTILINE)
    titles = [title.lower().replace(" ", "-") for title in parts[::2]]
    anchors = dict(zip(titles, parts[1::2], strict=True))
    section = anchors[KINDS[name].anchor]  # type: ignore[index]
    assert f"`{name}`" in section
    for part in ("Look at", "Do", "engineer on duty"):
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
