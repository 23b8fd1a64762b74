"""Parameters of DAGs whose schema depends on data: Airflow refuses a run at its trigger, not in a task."""

import json
from collections.abc import Collection
from typing import Any

from airflow.sdk import Param, Variable, get_parsing_context

from vn30.market.universe import known_stocks
from vn30.names import RECORDED_TICKERS_VARIABLE


def tickers_param(description: str, also: Collection[str] = ()) -> Param:
    """A list of known tickers, or null; ``also`` are accepted beside the members of the VN30."""
    items: dict[str, Any] = {"type": "string"}
    # Airflow has checked a run before its tasks, each of which parses the file again: to read the Variable
    # there would be one more request a task.
    if get_parsing_context().task_id is None:
        items["enum"] = sorted({stock.ticker for stock in known_stocks()}.union(_recorded(), also))
    return Param(
        None,
        type=["null", "array"],
        items=items,
        title="Tickers",
        description=description,
    )


def keep_recorded_tickers(known: Collection[str]) -> None:
    """Store the tickers among ``known`` that no shipped file has: members that a live source listed.

    The DAG files read them at their next parse.
    """
    recorded = sorted(set(known) - {stock.ticker for stock in known_stocks()})
    if recorded != _recorded():
        Variable.set(
            RECORDED_TICKERS_VARIABLE,
            json.dumps(recorded),
            description="Members of the VN30 since this release, kept by vn30_data_crawler",
        )


def _recorded() -> list[str]:
    try:
        tickers = json.loads(Variable.get(RECORDED_TICKERS_VARIABLE, default="[]"))
    except ValueError:
        # An edited Variable must not break the DAGs; the next crawl writes it again.
        return []
    return [ticker for ticker in tickers if isinstance(ticker, str)] if isinstance(tickers, list) else []
