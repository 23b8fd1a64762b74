"""Publishes the whole lake once, as the tasks of ``vn30_lake`` do, and prints what it took as JSON.

``python -m tests.benchmarks.lake_task`` with the platform's environment.
"""

import json
import resource
import time

from vn30.lake.publish import publish, write_catalog
from vn30.names import LAKE_DATASETS
from vn30.settings import get_settings
from vn30.storage.artifacts import open_store


def main() -> None:
    store = open_store(get_settings())
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds, done = {}, {}
    for name in LAKE_DATASETS:
        started = time.perf_counter()
        done[name] = publish(store, name)
        seconds[name] = time.perf_counter() - started
    started = time.perf_counter()
    write_catalog(store)
    seconds["catalog"] = time.perf_counter() - started
    print(
        json.dumps(
            {
                "seconds": seconds,
                "rows": sum(one.rows for one in done.values()),
                "written_mb": sum(one.written_bytes for one in done.values()) / 1e6,
                "published": [name for name, one in done.items() if one.state == "published"],
                "base_gb": base * 1024 / 1e9,
                "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9,
            }
        )
    )


if __name__ == "__main__":
    main()
