"""``/lake``: what is published as Parquet files, for data scientists."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api.artifacts.links import ArtifactLinks
from api.auth.guards import data_scientists
from api.core.database import Database
from api.core.errors import documented
from api.lake import service
from api.lake.schemas import Lake, LakeVersion

router = APIRouter(
    prefix="/lake",
    tags=["lake"],
    responses=documented(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN),
)


@router.get("", dependencies=[Depends(data_scientists)])
def lake(engine: Database) -> Lake:
    """The data sets of the lake with their newest versions."""
    with engine.connect() as connection:
        return service.lake(connection)


@router.get(
    "/versions/{versionId}",
    dependencies=[Depends(data_scientists)],
    responses=documented(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def lake_version(
    engine: Database,
    links: ArtifactLinks,
    version_id: Annotated[int, Path(alias="versionId", ge=1, le=2**63 - 1)],
) -> LakeVersion:
    """The manifest of a version: columns with units, and its files with checksums and signed links."""
    with engine.connect() as connection:
        return service.version(connection, version_id, links)
