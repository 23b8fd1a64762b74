"""Follows a DAG run and reports its progress: tickers done, time elapsed, time left."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Column

from vn30.pipelines.airflow_api import AirflowApi, AirflowUnavailable, RunProgress

POLL_SECONDS = 2.0
LINE_EVERY_SECONDS = 10.0
PATIENCE_SECONDS = 300.0

INSTANCES = {
    "publish": "data sets",
    "recommend": "sessions",
    "measure": "batches",
    "fetch": "batches",
    "simulate": "parts",
}
"""What the instances of a mapped task are, where they are not tickers."""


def follow(
    console: Console,
    airflow: AirflowApi,
    dag_id: str,
    run_id: str,
    per_ticker: str,
    check: Callable[[], None],
) -> RunProgress:
    """Show a run's progress until it ends and return its last state.

    A terminal gets one line that is rewritten, any other output a line every ten seconds.

    Raises:
        AirflowUnavailable: it did not answer for five minutes.

    Args:
        per_ticker: the mapped task whose instances are counted: tickers, or those of ``INSTANCES``.
        check: called between requests; it raises when the platform has stopped.
    """
    started = last_answer = time.monotonic()
    last_line = float("-inf")
    with _bar(console) as bar:
        row = bar.add_task(dag_id, total=None, progress="starting")
        while True:
            check()
            elapsed = time.monotonic() - started
            state = _look(airflow, dag_id, run_id)
            if state is not None:
                last_answer = time.monotonic()
                bar.update(row, completed=state.done(per_ticker), total=max(1, state.total(per_ticker)))
            elif time.monotonic() - last_answer > PATIENCE_SECONDS:
                raise AirflowUnavailable(f"Airflow has not answered for {clock(PATIENCE_SECONDS)} minutes.")
            progress = describe(state, per_ticker, elapsed, datetime.now(UTC))
            bar.update(row, progress=progress)
            if state and state.ended:
                break
            if not console.is_terminal and elapsed - last_line >= LINE_EVERY_SECONDS:
                console.print(f"{dag_id}: {progress}", highlight=False)
                last_line = elapsed
            time.sleep(POLL_SECONDS)
    console.print(f"{dag_id}: {progress}", highlight=False)
    return state


def _bar(console: Console) -> Progress:
    """One line as wide as the terminal; the bar takes the columns that the text leaves."""
    return Progress(
        SpinnerColumn(),
        TextColumn(
            "{task.description}: {task.fields[progress]}", markup=False, table_column=Column(no_wrap=True)
        ),
        BarColumn(bar_width=None),
        console=console,
        expand=True,
        transient=True,
        disable=not console.is_terminal,
    )


def _look(airflow: AirflowApi, dag_id: str, run_id: str) -> RunProgress | None:
    try:
        return airflow.run_progress(dag_id, run_id)
    except AirflowUnavailable:
        return None


def describe(state: RunProgress | None, per_ticker: str, elapsed: float, now: datetime) -> str:
    """The progress of a run in fewer than 60 characters.

    Args:
        state: None while Airflow does not answer.
        elapsed: seconds since the run was started.
        now: a time with a timezone, by the clock of ``state``.
    """
    if state is None:
        return f"Airflow does not answer, {clock(elapsed)} elapsed"
    done, total = state.done(per_ticker), state.total(per_ticker)
    parts = [state.state]
    # Before it is expanded, a mapped task counts as one instance.
    if total > 1 or done:
        parts.append(f"{done}/{total} {INSTANCES.get(per_ticker, 'tickers')}")
    if running := [task for task, states in state.tasks.items() if states["running"] and task != per_ticker]:
        parts.append(f"at {running[0]}")
    parts.append(f"{clock(elapsed)} elapsed")
    left = seconds_left(state, per_ticker, now)
    if left is not None and not state.ended:
        parts.append(f"about {clock(left)} left")
    return ", ".join(parts)


def seconds_left(state: RunProgress, task_id: str, now: datetime) -> float | None:
    """Seconds until the last instance of a mapped task ends, if the others take as long as those that ended.

    The pace is counted from the start of the first instance, not of the run, so that the tasks before it do
    not slow it down; a running instance counts as the share of the usual duration that it has run.

    Returns:
        None before the first instance has ended, and after the last one.
    """
    instances, total = state.instances.get(task_id, []), state.total(task_id)
    durations = [(instance.end - instance.start).total_seconds() for instance in instances if instance.end]
    if not durations or len(durations) >= total:
        return None
    usual = max(1.0, sum(durations) / len(durations))
    running = (
        min(1.0, (now - instance.start).total_seconds() / usual) for instance in instances if not instance.end
    )
    finished = len(durations) + sum(running)
    pace = (now - min(instance.start for instance in instances)).total_seconds() / finished
    return max(0.0, pace * (total - finished))


def clock(seconds: float) -> str:
    """Minutes and seconds as ``m:ss``."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
