"""Answers of ``/lake``. Rows are those of a data set; a version never changes."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from api.artifacts.schemas import FILE, ArtifactFile
from api.core.language import StoredWords, translated
from api.core.schemas import ApiModel, example
from vn30.lake.wording import localized_meaning

MeaningWords = Annotated[
    str,
    BeforeValidator(
        lambda meaning: translated(localized_meaning(meaning)) if isinstance(meaning, str) else meaning
    ),
]
"""The meaning of a column, which manifests hold in English."""

_VERSION = {
    "versionId": 41,
    "version": "20250331T100512000000Z-9f86d081",
    "market": "simulated",
    "rows": 75_030,
    "sizeBytes": 2_140_313,
    "files": 1,
    "versionAsOf": "2025-03-31",
    "checkedAsOf": "2025-03-31",
    "readAt": "2025-03-31T10:05:12Z",
    "publishedAt": "2025-03-31T10:05:13Z",
    "isCurrent": True,
}


class LakeVersionRow(ApiModel):
    """A version of a data set."""

    version_id: int
    version: str = Field(description="sorts by the time at which the data were read")
    market: Literal["simulated", "real"] = Field(description="of the prices behind it")
    rows: int
    size_bytes: int
    files: int
    version_as_of: date = Field(description="the session that it was read as of")
    checked_as_of: date = Field(description="the newest session as of which a run has found no change")
    read_at: datetime = Field(description="all rows are those of the database at this moment")
    published_at: datetime
    is_current: bool = Field(description="whether it is the newest one, which the catalog names")


class LakeDataset(ApiModel):
    """A data set and its versions."""

    dataset: str
    title: StoredWords
    versions: list[LakeVersionRow] = Field(description="the newest 20, newest first")


class Lake(ApiModel):
    """The published data sets."""

    model_config = example(
        data=[{"dataset": "prices", "title": "Daily bars of stocks", "versions": [_VERSION]}]
    )

    data: list[LakeDataset] = Field(description="by name; empty before the first run of `vn30_lake`")


class LakeColumn(ApiModel):
    """A column of a data set."""

    name: str
    type: str = Field(description="as Arrow names it")
    unit: str = Field(description="of its numbers; empty for what has none")
    meaning: MeaningWords


class LakeFile(ArtifactFile):
    """A Parquet file of a version, and a signed link to it."""

    part: int = Field(description="its place in the version, from 1 on")
    rows: int


class LakeVersion(ApiModel):
    """The manifest of a version, with links to its files."""

    model_config = example(
        versionId=41,
        dataset="prices",
        version=_VERSION["version"],
        title="Daily bars of stocks",
        market="simulated",
        versionAsOf="2025-03-31",
        checkedAsOf="2025-03-31",
        readAt="2025-03-31T10:05:12Z",
        publishedAt="2025-03-31T10:05:13Z",
        codeVersion=FILE["sha256"],
        rows=75_030,
        sizeBytes=2_140_313,
        columns=[{"name": "close", "type": "double", "unit": "VND", "meaning": "closing price"}],
        files=[
            {
                "type": "lake_parquet",
                "url": "/api/v1/artifacts/7/lake_parquet?expires=1795176000&signIn=2c5e...&signature=mXo1",
                "sizeBytes": 2_140_313,
                "sha256": FILE["sha256"],
                "part": 1,
                "rows": 75_030,
            }
        ],
    )

    version_id: int
    dataset: str
    version: str
    title: StoredWords
    market: Literal["simulated", "real"]
    version_as_of: date = Field(description="the session that it was read as of")
    checked_as_of: date = Field(description="the newest session as of which a run has found no change")
    read_at: datetime
    published_at: datetime
    code_version: str = Field(description="SHA-256 of the code that has made it")
    rows: int
    size_bytes: int
    columns: list[LakeColumn]
    files: list[LakeFile] = Field(description="in the order of their rows")
