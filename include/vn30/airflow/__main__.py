"""Airflow's command line with rarer garbage collections: ``python -m vn30.airflow scheduler``."""

import gc
import sys

COLLECT_AFTER = 50_000
"""New objects before Python looks for unused ones, 700 by default. Airflow's imports and routes make millions
that stay: a fifth of an API server's start went into looking through them."""


def main() -> int:
    """Run a command of Airflow; the processes that it forks collect as rarely."""
    gc.set_threshold(COLLECT_AFTER)
    from airflow.__main__ import main as airflow

    sys.argv[0] = "airflow"
    airflow()
    return 0


if __name__ == "__main__":
    sys.exit(main())
