"""Stored files in responses, and the parameters of links to them."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from api.core.schemas import ApiModel, RequestModel, example

ArtifactType = Literal[
    "evaluation_png",
    "future_png",
    "model_pkl",
    "scaler_pkl",
    "future_predictions_csv",
    "backtest_parquet",
    "trades_csv",
    "equity_parquet",
    "tear_sheet_png",
    "tear_sheet_html",
    "lake_parquet",
]
"""The first six are of training runs, `lake_parquet` is of the lake, the others of simulations."""


FILE = {
    "type": "evaluation_png",
    "url": "/api/v1/artifacts/812/evaluation_png?expires=1795176000&signIn=2c5e...&signature=mXo1",
    "sizeBytes": 58211,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}


class ArtifactFile(ApiModel):
    """A stored file, and a signed link to it."""

    model_config = example(**FILE)

    type: ArtifactType
    url: str = Field(
        description="path and query on this server; it needs no token, and ends one to two hours after it "
        "was listed, with the sign-in, or with the account's role. "
        "Loading a pickle runs code: load only pickles of a store that you trust"
    )
    size_bytes: int | None = Field(description="null if it was not recorded")
    sha256: str | None = Field(description="hexadecimal; null as `sizeBytes`")


class LinkQuery(RequestModel):
    """Expiry, sign-in and signature of a link."""

    expires: int = Field(ge=0, le=2**53, description="seconds since 1970-01-01 UTC")
    sign_in: UUID = Field(description="the sign-in that the link was listed for, with which it ends")
    signature: str = Field(max_length=100, description="of the file and the other parameters, by this API")
