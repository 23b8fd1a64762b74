"""The sessions that a run of the DAG makes recommendations for."""

from collections.abc import Sequence
from datetime import date

from vn30.database.warehouse import fetch_all, transaction
from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.market.clock import read_clock


def sessions_to_recommend(
    wanted: str | None, session: date | None, trainings: Sequence[str | None]
) -> list[str]:
    """The sessions, oldest first, as ISO dates.

    Args:
        wanted: that a user has named, YYYY-MM-DD.
        session: of a scheduled run or a backfill.
        trainings: the Airflow runs of the trainings that have announced forecasts; None: an event of a user.

    Returns:
        The first of these that is given, else the platform's today.

    Raises:
        WrongInput: no prices are stored.
    """
    if wanted is not None:
        return [wanted]
    if session is not None:
        return [session.isoformat()]
    with transaction() as connection:
        named = [run_id for run_id in trainings if run_id is not None]
        rows = fetch_all(connection, "recommendations/sessions_of_trainings", runs=named)
        today = read_clock(connection).as_of
    if today is None:
        raise WrongInput(
            localized("No prices are stored. Run vn30_data_crawler and vn30_model_training first.")
        )
    return [row["session"].isoformat() for row in rows] or [today.isoformat()]
