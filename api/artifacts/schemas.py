"""What answers say about stored files, and what links to them carry."""

from typing import Literal

from pydantic import Field

from api.schemas import ApiModel, RequestModel, example

ArtifactType = Literal[
    "evaluation_png", "future_png", "model_pkl", "scaler_pkl", "future_predictions_csv", "backtest_parquet"
]


FILE = {
    "type": "evaluation_png",
    "url": "/api/v1/artifacts/812/evaluation_png?expires=1795176000&signature=mXo1",
    "sizeBytes": 58211,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}


class ArtifactFile(ApiModel):
    """A stored file, and a link to it that needs no token."""

    model_config = example(**FILE)

    type: ArtifactType
    url: str = Field(
        description="path and query below this server; it expires an hour or two after it was listed. A "
        "pickle runs code when it is loaded: load only those of a store that you trust"
    )
    size_bytes: int | None = Field(description="null for files from before they were recorded")
    sha256: str | None = Field(description="hexadecimal; null as `sizeBytes`")


class LinkQuery(RequestModel):
    """What makes a link valid."""

    expires: int = Field(ge=0, le=2**53, description="seconds since 1970-01-01 UTC")
    signature: str = Field(max_length=100, description="over the file and `expires`, by this API")
