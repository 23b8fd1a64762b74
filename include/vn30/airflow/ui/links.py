"""Links on task instances: to the plots of a ticker, and to the pages of the app with what a task has made.

They are computed when the page of a task instance is shown, not stored by the task: past runs have them too,
and tasks need no time for them.
"""

from collections.abc import Callable
from typing import Any

from airflow.sdk import BaseOperatorLink

from vn30.airflow.ui.addresses import plot_page, stock_page
from vn30.names import (
    CRAWLER_DAG,
    INTRADAY_DAG,
    LAKE_DAG,
    NEWS_DAG,
    RECOMMENDATIONS_DAG,
    SIMULATION_DAG,
    TRAINING_DAG,
)
from vn30.settings import get_settings

_TRAIN, _LOADS = (TRAINING_DAG, "train"), ((CRAWLER_DAG, "load"), (INTRADAY_DAG, "load"))


class TickerLink(BaseOperatorLink):
    """A button on every task instance that processes one ticker; other task instances have none.

    Args:
        name: the text of the button.
        tasks: pairs of DAG id and task id.
        address: returns the address of the target from the run's id and the ticker.
    """

    name = ""

    def __init__(
        self, name: str, tasks: tuple[tuple[str, str], ...], address: Callable[[str, str], str]
    ) -> None:
        self.name = name
        self._tasks = tasks
        self._address = address

    def get_link(self, operator: Any, *, ti_key: Any) -> str:
        """The address, or "" if the task instance has no ticker, or has not started and does not know it."""
        if (ti_key.dag_id, ti_key.task_id) not in self._tasks:
            return ""
        ticker = _ticker(ti_key)
        return self._address(ti_key.run_id, ticker) if ticker else ""


class PageLink(BaseOperatorLink):
    """A button on the task instances that make what a page of the app shows; others have none.

    Args:
        name: the text of the button.
        path: that of the page.
        tasks: pairs of DAG id and task id.
    """

    name = ""

    def __init__(self, name: str, path: str, *tasks: tuple[str, str]) -> None:
        self.name = name
        self._path = path
        self._tasks = tasks

    def get_link(self, operator: Any, *, ti_key: Any) -> str:
        """The address, or "" for other tasks."""
        return get_settings().app_url() + self._path if (ti_key.dag_id, ti_key.task_id) in self._tasks else ""


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


def links() -> list[BaseOperatorLink]:
    """All links."""
    return [
        TickerLink("Forecast plot", (_TRAIN,), lambda run, ticker: plot_page(run, ticker, "forecast")),
        TickerLink("Evaluation plot", (_TRAIN,), lambda run, ticker: plot_page(run, ticker, "evaluation")),
        TickerLink("Stock page", (_TRAIN, *_LOADS), lambda run, ticker: stock_page(ticker)),
        PageLink("Report", "/data", (CRAWLER_DAG, "gate"), (INTRADAY_DAG, "report")),
        PageLink("Lake", "/data", (LAKE_DAG, "publish"), (LAKE_DAG, "catalog")),
        PageLink("Model versions", "/models", (TRAINING_DAG, "finish")),
        PageLink("Recommendations", "/recommendations", (RECOMMENDATIONS_DAG, "recommend")),
        PageLink("Track record", "/recommendations/track-record", (RECOMMENDATIONS_DAG, "judge")),
        PageLink("Simulations", "/simulations", (SIMULATION_DAG, "simulate"), (SIMULATION_DAG, "finish")),
        PageLink("News", "/news", (NEWS_DAG, "report")),
    ]
