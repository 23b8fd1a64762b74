"""Types and models that several resources share."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

HorizonLabel = Literal["7d", "15d", "30d"]
"""A horizon in trading sessions of HOSE."""

HORIZON_LABELS: dict[int, HorizonLabel] = {7: "7d", 15: "15d", 30: "30d"}


Verdict = Literal["proven", "not proven"]
"""Whether the skill against the naive forecast is statistically significant."""

VERDICT = (
    "`proven`: skill above 0 with a p-value below 0.05 in the one-sided Diebold-Mariano test, corrected for "
    "the number of tickers of the run; else, and until the run has finished, `not proven`; null without "
    "scores"
)

BELOW_NAIVE = (
    "true: the skill of the newest evaluation at this horizon is below 0; null without an evaluation"
)


CAMEL_CASE = ConfigDict(alias_generator=to_camel, populate_by_name=True)
"""The configuration of parts of responses: camelCase in JSON, snake_case in Python.

Points of series are TypedDicts with it: pydantic validates hundreds of them in a seventh of the time that it
takes for as many objects.
"""


class ApiModel(BaseModel):
    """A part of a response."""

    # Not CAMEL_CASE: the plugin of mypy reads it here alone.
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class RequestModel(ApiModel):
    """A part of a request; unknown names are refused."""

    model_config = ConfigDict(extra="forbid")


def example(**fields: Any) -> ConfigDict:
    """The ``model_config`` of a model whose example in OpenAPI has these fields, named as in JSON.

    None of them is None: FastAPI leaves nulls out of the file, and the example would lack the field.
    """
    return ConfigDict(json_schema_extra={"examples": [fields]})


class PageQuery(RequestModel):
    """The page of a list to return."""

    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(20, ge=1, le=200)

    @property
    def skipped(self) -> int:
        """Rows before the page."""
        return (self.page - 1) * self.page_size


class SortedPageQuery(PageQuery):
    """The page of a list that can be sorted: a subclass adds ``sort_by``."""

    sort_dir: Literal["asc", "desc"] = Field("desc", description="applies to `sortBy`")

    @property
    def descending(self) -> bool:
        """Whether the largest value is first."""
        return self.sort_dir == "desc"


class PageMeta(ApiModel):
    """The position of a page in its list."""

    page: int
    page_size: int
    total: int = Field(description="rows in the whole list")


class ErrorBody(ApiModel):
    """The body of every error."""

    code: str = Field(description="stable identifier", examples=["unknown_ticker"])
    message: str = Field(description="names the field and the remedy, if there is one")


class MarketStamp(ApiModel):
    """The session up to which the market is known, and the source of its prices."""

    as_of: date | None = Field(
        description="the current session; nothing later is used. Null before the first crawl"
    )
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
