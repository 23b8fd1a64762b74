"""Reads of published versions, as responses of the API."""

from http import HTTPStatus
from itertools import groupby

import sqlalchemy as sa

from api.artifacts.links import Links
from api.core.errors import ApiError
from api.lake.schemas import Lake, LakeColumn, LakeDataset, LakeFile, LakeVersion, LakeVersionRow
from vn30.database.warehouse import fetch_all, fetch_one
from vn30.i18n.localized import localized
from vn30.storage.lake.manifest import Manifest

NEWEST = 20
"""Versions of a data set that are listed."""


def lake(connection: sa.Connection) -> Lake:
    """The data sets by name, each with its newest versions."""
    rows = fetch_all(connection, "lake/published_versions", newest=NEWEST)
    data = []
    for dataset, versions in groupby(rows, key=lambda row: str(row["dataset"])):
        listed = list(versions)
        data.append(
            LakeDataset(
                dataset=dataset,
                title=listed[0]["title"],
                versions=[LakeVersionRow.model_validate(dict(row)) for row in listed],
            )
        )
    return Lake(data=data)


def version(connection: sa.Connection, version_id: int, links: Links) -> LakeVersion:
    """The manifest of a version, with links to its files.

    Raises:
        ApiError: 404 ``unknown_version``.
    """
    row = fetch_one(connection, "lake/published_version", version_id=version_id)
    if row is None:
        raise ApiError(
            HTTPStatus.NOT_FOUND,
            "unknown_version",
            localized(
                "versionId: there is no such version: retention removes old ones. `/lake` lists the others."
            ),
        )
    manifest = Manifest.model_validate(row["manifest"])
    files = fetch_all(connection, "lake/files_of_version", version_id=version_id)
    return LakeVersion(
        version_id=version_id,
        dataset=manifest.dataset,
        version=manifest.version,
        title=manifest.title,
        market=manifest.market,
        version_as_of=manifest.as_of,
        checked_as_of=row["checked_as_of"],
        read_at=manifest.read_at,
        published_at=row["published_at"],
        code_version=manifest.code_version,
        rows=manifest.rows,
        size_bytes=row["size_bytes"],
        columns=[LakeColumn.model_validate(column.model_dump()) for column in manifest.columns],
        files=[
            LakeFile(
                type="lake_parquet",
                url=links.to(file["id"], "lake_parquet"),
                size_bytes=file["size_bytes"],
                sha256=file["sha256"],
                part=file["part"],
                rows=file["rows"],
            )
            for file in files
        ],
    )
