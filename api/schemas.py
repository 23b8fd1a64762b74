"""What the answers of all resources have in common."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

HorizonLabel = Literal["7d", "15d", "30d"]
"""A horizon in trading sessions of HOSE."""

HORIZON_LABELS: dict[int, HorizonLabel] = {7: "7d", 15: "15d", 30: "30d"}


Verdict = Literal["proven", "not proven"]
"""Whether the skill against the naive forecast is more than luck, as the vn30 package judges it."""

VERDICT = (
    "`proven`: positive skill that luck alone reaches in fewer than one case in twenty, by the test of "
    "Diebold and Mariano; `not proven`: show the forecast as having no proven skill; null without scores"
)


class ApiModel(BaseModel):
    """A part of an answer: camelCase in JSON, snake_case in Python."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class RequestModel(ApiModel):
    """A part of a request: names that the API does not know are refused."""

    model_config = ConfigDict(extra="forbid")


def example(**fields: Any) -> ConfigDict:
    """The ``model_config`` of a model whose example in OpenAPI has these fields, named as in JSON.

    None of them is None: FastAPI leaves nulls out of the file, and the example would lack the field.
    """
    return ConfigDict(json_schema_extra={"examples": [fields]})


class PageQuery(RequestModel):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(20, ge=1, le=200)

    @property
    def skipped(self) -> int:
        """Rows before the page."""
        return (self.page - 1) * self.page_size


class PageMeta(ApiModel):
    """Where in its list a page is."""

    page: int
    page_size: int
    total: int = Field(description="rows in the whole list")


class ErrorBody(ApiModel):
    """The body of every error."""

    code: str = Field(description="stable, for programs", examples=["unknown_ticker"])
    message: str = Field(description="for people; names the field and the remedy where there is one")


class MarketStamp(ApiModel):
    """Up to when the market is known, and where it comes from."""

    as_of: date | None = Field(description="the newest session that counts; null before the first crawl")
    data_source: str | None = Field(
        description="`simulated` for the sample market, else the name of the price source; "
        "null before the first crawl"
    )


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("must not contain the NUL character")
    return text


PlainText = Annotated[str, AfterValidator(_without_nul)]
"""Text that PostgreSQL can hold: it has no NUL character."""
