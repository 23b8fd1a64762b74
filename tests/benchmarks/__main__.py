"""``make bench``: every measurement, or the ones that are named: ``python -m tests.benchmarks loading``."""

import argparse

from rich.console import Console

from tests.benchmarks import (
    accuracy,
    groups,
    intervals,
    lake,
    lake_publication,
    load,
    loading,
    luck,
    member_settings,
    panel,
    pool,
    portfolio,
    rankers,
    ranks,
    recommendations,
    risk,
    selection,
    serving,
    simulation,
    strategies,
    training,
    users,
    workers,
    zoo,
)

PARTS = {
    "loading": loading.measure,
    "panel": panel.measure,
    "pool": pool.measure,
    "lake": lake.measure,
    "training": training.measure,
    "zoo": zoo.measure,
    "workers": workers.measure,
    "serving": serving.measure,
    "load": load.measure,
    "users": users.measure,
    "accuracy": accuracy.measure,
    "settings": member_settings.measure,
    "ranks": ranks.measure,
    "recommendations": recommendations.measure,
    "selection": selection.measure,
    "intervals": intervals.measure,
    "groups": groups.measure,
    "rankers": rankers.measure,
    "lake-publication": lake_publication.measure,
    "risk": risk.measure,
    "simulation": simulation.measure,
    "luck": luck.measure,
    "strategies": strategies.measure,
    "portfolio": portfolio.measure,
}


def main() -> None:
    """Measure what is named, or everything, and print a table of each."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}; none: all of them")
    named = parser.parse_args().parts
    if unknown := set(named) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    console = Console()
    for name in named or PARTS:
        PARTS[name](console)


if __name__ == "__main__":
    main()
