"""Simulations that have a result."""

from typing import TYPE_CHECKING
from uuid import UUID

from vn30.data.connection import Day, reading

if TYPE_CHECKING:
    import pandas as pd


def simulations(
    *, batch: str | UUID | None = None, as_of: Day | None = None, url: str | None = None
) -> "pd.DataFrame":
    """The simulations with a result whose last session is not after ``as_of``, oldest request first.

    Deleted ones are left out. Luck is that of today: it grows with every trial of the family, whenever it was
    made.

    Args:
        batch: only those of this batch.
    """
    with reading(url, as_of) as read:
        return read.frame("simulations", "data/simulations", batch_id=None if batch is None else str(batch))
