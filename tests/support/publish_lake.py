"""One publication of the lake in a process that a test may kill."""

import os
import time
from collections.abc import Mapping
from multiprocessing.connection import Connection

from vn30.lake.publish import publish, write_catalog
from vn30.names import LAKE_DATASETS
from vn30.settings import Settings
from vn30.storage.artifacts import ArtifactStore, Stored

BEGUN, CATALOGED = "begun", "cataloged"
PUT_SECONDS = 0.03


class SlowStore(ArtifactStore):
    """As a distant bucket: kills and readers meet what lies between two writes."""

    def put(self, key: str, content: bytes) -> Stored:
        time.sleep(PUT_SECONDS)
        return super().put(key, content)


def publish_lake(environment: Mapping[str, str], messages: Connection) -> None:
    """What a run of ``vn30_lake`` does; ``messages`` gets BEGUN, each data set, and CATALOGED."""
    os.environ.update(environment)
    store = SlowStore(Settings().artifact_root())
    messages.send(BEGUN)
    for name in LAKE_DATASETS:
        publish(store, name)
        messages.send(name)
    write_catalog(store)
    messages.send(CATALOGED)
