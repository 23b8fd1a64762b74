"""Removes trades, accounts and files of old simulations; their figures and trials stay."""

import logging
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from vn30.backtesting.store import FOLDER
from vn30.database.locks import artifact_lock
from vn30.database.warehouse import engine, fetch_all, fetch_returned, transaction
from vn30.storage.artifacts import ArtifactStore

log = logging.getLogger(__name__)

# No task takes so long: a file of this age that no row references was left by a killed task or a deletion.
UNCLAIMED = timedelta(days=1)

_LOCK_TIMEOUT_SECONDS = 60.0


class RemovedSimulations(NamedTuple):
    """The result of one call of :func:`tidy_simulations`."""

    simulations: int
    simulation_files: int


def tidy_simulations(
    store: ArtifactStore, keep: int, *, unclaimed: timedelta = UNCLAIMED
) -> RemovedSimulations:
    """Remove what is bulky of all but the newest simulations, and files that no row references.

    Rows go first, so that none references a missing file; an interrupted call is completed by the next one.

    Args:
        keep: simulations of which everything is kept.
        unclaimed: the age from which a file that no row references is removed.

    Raises:
        OSError: the store could not remove a file.
        LockTimeout: a backup is still running.
    """
    before = datetime.now(UTC) - unclaimed
    with artifact_lock(engine(), _LOCK_TIMEOUT_SECONDS):
        with transaction() as connection:
            expired = fetch_returned(connection, "backtesting/expire", keep=keep)["simulations"]
            kept = {row["url"] for row in fetch_all(connection, "backtesting/file_urls")}
        removed = [
            file.url for file in store.files(FOLDER) if file.url not in kept and file.modified_at < before
        ]
        store.remove(removed)
    log.info("Retention: %d simulations expired; %d of their files removed", expired, len(removed))
    return RemovedSimulations(expired, len(removed))
