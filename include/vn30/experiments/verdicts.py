"""Decides which tickers of a run have proven skill, when all of them are trained."""

from typing import Any

import pandas as pd
import sqlalchemy as sa

from vn30.database.warehouse import execute, fetch_all
from vn30.evaluation.significance import corrected_p_values, verdict


def record_verdicts(connection: sa.Connection, run_id: Any) -> None:
    """Correct the p-values of the run's tickers for their number, and record the verdicts.

    The p-values of one member at one horizon are corrected together, and so are those of the ensembles.
    """
    rows = fetch_all(connection, "experiments/p_values", run_id=run_id)
    if not rows:
        return
    scored = pd.DataFrame([dict(row) for row in rows]).astype({"skill": float, "p_value": float})
    families = scored.groupby(["horizon_days", "member"])["p_value"]
    scored["corrected"] = families.transform(lambda values: corrected_p_values(values.to_numpy()))
    scored["verdict"] = [verdict(*row) for row in zip(scored["skill"], scored["corrected"], strict=True)]
    is_ensemble = scored["member"] == "ensemble"
    execute(connection, "experiments/put_verdicts", **_columns(scored[is_ensemble]))
    execute(connection, "experiments/put_member_p_values", **_columns(scored[~is_ensemble]))


def _columns(scored: pd.DataFrame) -> dict[str, list[Any]]:
    columns = ("model_status_id", "horizon_days", "member", "corrected", "verdict")
    return {column: scored[column].tolist() for column in columns}
