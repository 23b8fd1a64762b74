"""The tasks of one batch of simulations in a process that a test may kill."""

import os
from collections.abc import Mapping
from multiprocessing.connection import Connection
from typing import Any

from vn30.backtesting import steps
from vn30.settings import Settings
from vn30.storage.artifacts import ArtifactStore

PLANNED, FINISHED = "planned", "finished"


class SayingStore(ArtifactStore):
    """Says when it stores a file: the transaction of a result is open then."""

    messages: Connection

    def put(self, key: str, content: bytes) -> Any:
        stored = super().put(key, content)
        self.messages.send(key)
        return stored


def simulate_batch(environment: Mapping[str, str], params: dict[str, Any], messages: Connection) -> None:
    """What a run of ``vn30_simulation`` does; ``messages`` gets PLANNED, each stored file, and FINISHED."""
    os.environ.update(environment)
    store = SayingStore(Settings().artifact_root())
    store.messages = messages
    planned = steps.plan(params, "killed", None)
    messages.send(PLANNED)
    for part in planned:
        steps.simulate(store, part)
    steps.finish(planned[0].batch_id)
    messages.send(FINISHED)
