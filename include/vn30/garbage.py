"""How often Python looks for unused objects, in processes whose imports make millions that stay."""

import gc

COLLECT_AFTER = 50_000
"""New objects before Python looks for unused ones, 700 by default: a fifth of an API server's start went into
looking through those of Airflow's imports and routes."""


def collect_rarely() -> None:
    """Look as rarely from now on, and in the processes that this one forks."""
    gc.set_threshold(COLLECT_AFTER)
