"""Judges results again whenever their family has grown: the more trials, the more luck explains."""

import json
from collections.abc import Collection

from pydantic import TypeAdapter

from vn30.backtesting import ledger
from vn30.backtesting.worth.curves import CurveFigures, Difference
from vn30.backtesting.worth.document import json_value
from vn30.backtesting.worth.luck import Family, Moments, luck_of
from vn30.backtesting.worth.verdict import verdict
from vn30.database.warehouse import execute, fetch_all, transaction

_FIGURES, _DIFFERENCE, _MOMENTS = TypeAdapter(CurveFigures), TypeAdapter(Difference), TypeAdapter(Moments)


def update_luck(families: Collection[Family]) -> int:
    """Compute luck and verdict of all results of some families again, and return their number.

    What is deleted stays in the count of trials, and is not judged again.
    """
    updated = 0
    for family in sorted(families):
        with transaction() as connection:
            # One at a time: two batches that end together would wait for each other's rows.
            execute(connection, "backtesting/lock_luck")
            trials = ledger.trials_of(connection, family)
            rows = fetch_all(connection, "backtesting/results_of_family", family=family)
            judged = []
            for row in rows:
                luck = luck_of(_MOMENTS.validate_python(row["moments"]), trials)
                said = verdict(
                    _FIGURES.validate_python(row["strategy"]),
                    luck,
                    _DIFFERENCE.validate_python(row["to_held"]),
                )
                judged.append(
                    {
                        "id": str(row["id"]),
                        "luck": json_value(luck),
                        "verdict": json_value(said),
                        "deflated": None if luck is None else luck.deflated_sharpe,
                    }
                )
            updated += execute(connection, "backtesting/put_luck", judged=json.dumps(judged))
    return updated
