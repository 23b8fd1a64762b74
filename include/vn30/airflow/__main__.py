"""Airflow's command line with rarer garbage collections: ``python -m vn30.airflow scheduler``."""

import sys

from vn30.garbage import collect_rarely


def main() -> int:
    """Run a command of Airflow; the processes that it forks collect as rarely."""
    collect_rarely()
    from airflow.__main__ import main as airflow

    sys.argv[0] = "airflow"
    airflow()  # type: ignore[no-untyped-call]  # Airflow's own function has no types.
    return 0


if __name__ == "__main__":
    sys.exit(main())
