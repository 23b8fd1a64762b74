"""Follows a DAG run and says how far it is: tickers done, time elapsed, time to go."""

import time
from collections.abc import Callable

from rich.console import Console

from vn30.airflow_api import AirflowApi, AirflowUnavailable, RunState

POLL_SECONDS = 2.0
LINE_EVERY_SECONDS = 10.0
PATIENCE_SECONDS = 300.0


def follow(
    console: Console,
    airflow: AirflowApi,
    dag_id: str,
    run_id: str,
    per_ticker: str,
    check: Callable[[], None],
) -> RunState:
    """Show a run's progress until it ends and return its last state.

    A terminal gets one line that renews itself, anything else a line every ten seconds.

    Raises:
        AirflowUnavailable: it did not answer for five minutes.

    Args:
        per_ticker: the mapped task whose instances are the tickers.
        check: called between looks; it raises when waiting is of no use any more.
    """
    started = time.monotonic()
    last_line = float("-inf")
    last_answer = started
    with console.status(f"{dag_id}: starting") as status:
        while True:
            check()
            elapsed = time.monotonic() - started
            state = _look(airflow, dag_id, run_id)
            if state is not None:
                last_answer = time.monotonic()
            elif time.monotonic() - last_answer > PATIENCE_SECONDS:
                raise AirflowUnavailable(f"Airflow has not answered for {clock(PATIENCE_SECONDS)} minutes.")
            text = describe(dag_id, state, per_ticker, elapsed)
            status.update(text)
            due = not console.is_terminal and elapsed - last_line >= LINE_EVERY_SECONDS
            if (state and state.ended) or due:
                console.print(text, highlight=False)
                last_line = elapsed
            if state and state.ended:
                return state
            time.sleep(POLL_SECONDS)


def _look(airflow: AirflowApi, dag_id: str, run_id: str) -> RunState | None:
    try:
        return airflow.run_state(dag_id, run_id)
    except AirflowUnavailable:
        return None


def describe(dag_id: str, state: RunState | None, per_ticker: str, elapsed: float) -> str:
    """One line on a run; the estimate assumes that the remaining tickers take as long as those done."""
    if state is None:
        return f"{dag_id}: Airflow does not answer, waiting for it, {clock(elapsed)} elapsed"
    done, total = state.done(per_ticker), state.total(per_ticker)
    parts = [f"{dag_id}: {state.state}"]
    # Before it is expanded, a mapped task counts as one instance.
    if total > 1 or done:
        parts.append(f"{done}/{total} tickers")
    parts.append(f"{clock(elapsed)} elapsed")
    if 0 < done < total:
        parts.append(f"about {clock(elapsed * (total - done) / done)} to go")
    return ", ".join(parts)


def clock(seconds: float) -> str:
    """Minutes and seconds as ``m:ss``."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
