"""Named falls of the market: ``reference/market_shocks.csv`` has VNINDEX at its peak and at its trough.

The closes are those that the exchange published: a shock has its size where its prices are not stored.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "reference" / "market_shocks.csv"


@dataclass(frozen=True)
class Shock:
    """A fall of the market from the close of ``first_session`` to the close of ``last_session``.

    Attributes:
        vnindex_change: of VNINDEX, as a share: -0.26 is a fall by 26 %.
    """

    name: str
    first_session: date
    last_session: date
    vnindex_change: float


@lru_cache
def market_shocks() -> tuple[Shock, ...]:
    """The named shocks, oldest first."""
    with _FILE.open(newline="", encoding="utf-8") as rows:
        return tuple(
            Shock(
                name=row["name"],
                first_session=date.fromisoformat(row["first_session"]),
                last_session=date.fromisoformat(row["last_session"]),
                vnindex_change=float(row["vnindex_last"]) / float(row["vnindex_first"]) - 1,
            )
            for row in csv.DictReader(rows)
        )
