"""Measures the risk of all stocks of a database, as the tasks of the DAG do one after another; prints JSON.

``python -m tests.benchmarks.risk_task <tickers>``: only the first so many.
"""

import json
import resource
import sys
import time

from vn30.database.warehouse import transaction
from vn30.risk.sessions import measure, plan
from vn30.settings import get_settings
from vn30.storage.artifacts import open_store


def main() -> None:
    """Compute and store, and print CPU seconds, wall seconds, peak memory and rows."""
    store, wanted = open_store(get_settings()), int(sys.argv[1])
    jobs = plan(None, [f"T{number:04d}" for number in range(wanted)])
    started, used = time.perf_counter(), time.process_time()
    measured = sum(measure(store, job)["measured"] for job in jobs)
    found = {
        "tasks": len(jobs),
        "measured": measured,
        "wall": time.perf_counter() - started,
        "cpu": time.process_time() - used,
        "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }
    with transaction() as connection:
        found["rows"] = connection.exec_driver_sql(
            "SELECT (SELECT count(*) FROM var_backtests) + (SELECT count(*) FROM risk_measures) "
            "+ (SELECT count(*) FROM risk_losses) + (SELECT count(*) FROM risk_states)"
        ).scalar_one()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
