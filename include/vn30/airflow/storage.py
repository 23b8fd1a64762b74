"""The artifact store for tasks, accessed through Airflow's ObjectStoragePath and connections."""

from typing import cast

from airflow.sdk import ObjectStoragePath
from upath import UPath

from vn30.settings import Settings
from vn30.storage.artifacts import ArtifactStore


def task_store(settings: Settings) -> ArtifactStore:
    """The artifact store of the settings. A bucket is accessed through the Airflow connection that they name.

    If Airflow has no such connection, the amazon provider uses the credentials of the AWS environment.

    Raises:
        WrongInput: as :class:`vn30.storage.artifacts.ArtifactStore` does.
    """
    root = settings.artifact_root()
    connection = settings.artifact_connection if root.startswith("s3:") else None

    def to_path(url: str) -> UPath:
        # A UPath for isinstance, but not for type checkers.
        return cast(UPath, ObjectStoragePath(url, conn_id=connection))

    return ArtifactStore(root, to_path, settings.artifact_encryption)
