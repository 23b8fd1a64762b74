"""Requests and answers of ``/profiles``. A field path is that of the JSON: ``moderate.maximumNames``."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from api.core.any_document import AsDocumentOf
from api.core.language import SchemaWithWords
from api.core.schemas import ApiModel, PageMeta, example
from vn30.recommendations.profiles import RecommendationProfiles, default_document

AnyProfiles = Annotated[dict[str, Any], AsDocumentOf(RecommendationProfiles, default_document)]
"""The profiles, valid or not: their faults are reported by field."""

_SAVED = {"version": 2, "author": "ds1", "savedAt": "2026-11-20T10:12:00Z"}


class SavedProfiles(ApiModel):
    """A version of the profiles."""

    model_config = example(**_SAVED)

    version: int = Field(description="0: the defaults, before the first save or run")
    author: str | None = Field(None, description="user name; `airflow` for an edit of the Variable")
    saved_at: datetime | None = None


class ActiveProfiles(SavedProfiles):
    """The newest version of the profiles with its document."""

    model_config = example(**_SAVED, profiles=default_document(), jsonSchema={"type": "object"})

    profiles: AnyProfiles
    json_schema: SchemaWithWords = Field(
        description="of the document, draft 2020-12: titles, texts and limits"
    )


class StoredProfiles(SavedProfiles):
    """An older version of the profiles with its document."""

    model_config = example(**_SAVED, profiles=default_document())

    profiles: AnyProfiles


class ProfileVersionList(ApiModel):
    """A page of the versions of the profiles, newest first."""

    model_config = example(
        data=[{**_SAVED, "profiles": default_document()}], meta={"page": 1, "pageSize": 20, "total": 1}
    )

    data: list[StoredProfiles]
    meta: PageMeta
