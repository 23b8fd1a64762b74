"""Links on task instances: to the plots of a ticker, and to its page in the app.

They are worked out when somebody looks at a task instance, not stored by tasks: so runs of the past have them
too, and tasks pay nothing.
"""

from collections.abc import Callable
from typing import Any

from airflow.sdk import BaseOperatorLink

from vn30.airflow_ui.addresses import plot_page, stock_page
from vn30.pipelines import CRAWLER_DAG, TRAINING_DAG

_TRAIN, _LOAD = (TRAINING_DAG, "train"), (CRAWLER_DAG, "load")


class TickerLink(BaseOperatorLink):
    """A button on every task instance that works on one ticker; the others have none.

    Args:
        name: what is written on it.
        tasks: pairs of DAG and task.
        address: of what it leads to, by the run's id and the ticker.
    """

    name = ""

    def __init__(
        self, name: str, tasks: tuple[tuple[str, str], ...], address: Callable[[str, str], str]
    ) -> None:
        self.name = name
        self._tasks = tasks
        self._address = address

    def get_link(self, operator: Any, *, ti_key: Any) -> str:
        """The address, or "" where the task instance has no ticker, or has not begun and does not know it."""
        if (ti_key.dag_id, ti_key.task_id) not in self._tasks:
            return ""
        ticker = _ticker(ti_key)
        return self._address(ti_key.run_id, ticker) if ticker else ""


def _ticker(ti_key: Any) -> str | None:
    """The ticker of a mapped task instance: its label, which Airflow renders when the task starts."""
    from airflow.models.taskinstance import TaskInstance
    from airflow.utils.session import create_session
    from sqlalchemy import select

    query = select(TaskInstance._rendered_map_index).where(
        TaskInstance.dag_id == ti_key.dag_id,
        TaskInstance.task_id == ti_key.task_id,
        TaskInstance.run_id == ti_key.run_id,
        TaskInstance.map_index == ti_key.map_index,
    )
    with create_session() as session:
        label: str | None = session.scalar(query)
    return label


def links() -> list[TickerLink]:
    """All of them."""
    return [
        TickerLink("Forecast plot", (_TRAIN,), lambda run, ticker: plot_page(run, ticker, "forecast")),
        TickerLink("Evaluation plot", (_TRAIN,), lambda run, ticker: plot_page(run, ticker, "evaluation")),
        TickerLink("Stock page", (_TRAIN, _LOAD), lambda run, ticker: stock_page(ticker)),
    ]
