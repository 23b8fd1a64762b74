"""Builds and stores one feature panel, as a task would, and prints what it took as JSON.

``python panel_task.py <ticker>...`` with the platform's environment.
"""

import json
import resource
import sys
import time
from datetime import date

from vn30.airflow.storage import task_store
from vn30.database.warehouse import transaction
from vn30.features.feature_store import stored_panel
from vn30.features.indicator_config import IndicatorConfig
from vn30.market.stored_bars import stored_bars
from vn30.market.universe import INDICES
from vn30.settings import get_settings

AS_OF = date(2025, 12, 31)


def main() -> None:
    store = task_store(get_settings())
    started = time.perf_counter()
    with transaction() as connection:
        market, indices = (stored_bars(connection, symbols, AS_OF) for symbols in (sys.argv[1:], INDICES))
    loaded = time.perf_counter()
    url = stored_panel(store, market, indices, IndicatorConfig(), 60).url
    stored = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    stored_panel(store, market, indices, IndicatorConfig(), 60)
    again = time.perf_counter()
    print(
        json.dumps(
            {
                "seconds": {"load": loaded - started, "compute and store": stored - loaded},
                "again": again - stored,
                "peak_gb": peak / 2**20,
                "file_mb": len(store.read(url)) / 2**20,
            }
        )
    )


if __name__ == "__main__":
    main()
