"""The demo's progress and tables without a platform; ``python -m`` this file prints them to its terminal."""

import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, cast
from unittest.mock import patch

from rich.console import Console

from vn30.local import progress
from vn30.local.forecast_table import forecast_table
from vn30.pipelines.airflow_api import AirflowApi, RunProgress, Span

ROW = {
    "ticker": "FPT",
    "current_price": Decimal("9123456"),
    "predicted_price": Decimal("9234567"),
    "predicted_change_pct": Decimal("-12.34"),
    "lower_price": Decimal("8000000"),
    "upper_price": Decimal("10500000"),
    "mape_pct": Decimal("14.05"),
    "naive_mape_pct": Decimal("13.95"),
    "skill": Decimal("-0.123"),
    "verdict": "not proven",
}


class Hours:
    """The module ``time``, an hour of which passes in a second."""

    sleep = staticmethod(time.sleep)

    @staticmethod
    def monotonic() -> float:
        return 3600 * time.monotonic()


class Recorded:
    """An Airflow whose run has gone on a little at each look."""

    def __init__(self) -> None:
        self._done = 0

    def run_progress(self, dag_id: str, run_id: str) -> RunProgress:
        start = datetime.now(UTC) - timedelta(minutes=70)
        ended = [Span(start, start + timedelta(minutes=1))] * self._done
        counts = Counter({"success": self._done, "running": 400 - self._done})
        self._done += 100
        state = "success" if self._done > 400 else "running"
        return RunProgress(state, {"train": counts}, None, {"train": ended})


def show(console: Console) -> None:
    row = cast(Any, ROW)
    with patch.multiple(progress, POLL_SECONDS=0.3, time=Hours):
        airflow = cast(AirflowApi, Recorded())
        progress.follow(console, airflow, "vn30_model_training", "run", "train", lambda: None)
    console.print(forecast_table("Should buy", [row, row]), "", forecast_table("Should sell", []))


if __name__ == "__main__":
    show(Console())
