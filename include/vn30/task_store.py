"""The artifact store as tasks reach it: through Airflow's ObjectStoragePath and its connections."""

from typing import cast

from airflow.sdk import ObjectStoragePath
from upath import UPath

from vn30.artifacts import ArtifactStore
from vn30.settings import Settings


def task_store(settings: Settings) -> ArtifactStore:
    """The artifact store of the settings. A bucket is reached through the connection they name.

    Without such a connection in Airflow, the amazon provider takes the AWS environment's credentials.

    Raises:
        WrongInput: as :class:`vn30.artifacts.ArtifactStore` does.
    """
    root = settings.artifact_root()
    connection = settings.artifact_connection if root.startswith("s3:") else None

    def to_path(url: str) -> UPath:
        # It is a UPath to isinstance, but not to type checkers.
        return cast(UPath, ObjectStoragePath(url, conn_id=connection))

    return ArtifactStore(root, to_path, settings.artifact_encryption)
