"""Stored files, as streams."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import BinaryIO, NamedTuple

import sqlalchemy as sa
from botocore.exceptions import BotoCoreError

from api.artifacts.schemas import ArtifactType
from api.errors import ApiError
from vn30.artifacts import open_store
from vn30.errors import WrongInput
from vn30.settings import Settings
from vn30.warehouse import fetch_one

logger = logging.getLogger(__name__)

CHUNK_BYTES = 2**20

# The file's suffix and media type. A browser shows pictures, and saves the rest.
_KINDS: dict[ArtifactType, tuple[str, str]] = {
    "evaluation_png": ("evaluation.png", "image/png"),
    "future_png": ("future.png", "image/png"),
    "model_pkl": ("model.pkl", "application/octet-stream"),
    "scaler_pkl": ("scaler.pkl", "application/octet-stream"),
    "future_predictions_csv": ("future_predictions.csv", "text/csv; charset=utf-8"),
    "backtest_parquet": ("backtest.parquet", "application/vnd.apache.parquet"),
}


class StoredFile(NamedTuple):
    """Where a file is in the store, and how it is served."""

    url: str
    name: str
    media_type: str
    sha256: str | None

    @property
    def disposition(self) -> str:
        """The value of Content-Disposition; tickers and names are plain ASCII."""
        shown = "inline" if self.media_type == "image/png" else "attachment"
        return f'{shown}; filename="{self.name}"'


def find_file(connection: sa.Connection, artifacts_id: int, type_: ArtifactType) -> StoredFile:
    """The file of a row of ``experiment_ticker_artifacts``.

    Raises:
        ApiError: 404 ``no_artifact``.
    """
    row = fetch_one(connection, "artifacts/stored", artifacts_id=artifacts_id, type=type_)
    if row is None:
        raise _missing()
    name, media_type = _KINDS[type_]
    return StoredFile(row["url"], f"{row['ticker']}_{name}", media_type, row["sha256"])


def open_artifact(settings: Settings, url: str) -> tuple[BinaryIO, int]:
    """A file of the store, to be closed by the caller, and its size in bytes.

    Raises:
        ApiError: 404 ``no_artifact``, it is missing or its URL points outside the store; 503
            ``artifacts_unavailable``, the store does not answer.
    """
    with _told_apart(url):
        file = open_store(settings).open(url)
        try:
            size = file.seek(0, 2)
            file.seek(0)
        except BaseException:
            file.close()
            raise
    return file, size


def link_to(settings: Settings, stored: StoredFile) -> str | None:
    """A short-lived link to a file in the store itself, if readers are to be sent there.

    Raises:
        ApiError: as :func:`open_artifact` does.
    """
    if not settings.artifact_redirect:
        return None
    with _told_apart(stored.url):
        return open_store(settings).link(stored.url, stored.media_type, stored.disposition)


@contextmanager
def _told_apart(url: str) -> Iterator[None]:
    """What keeps the store from giving a file, as errors of the API."""
    try:
        yield
    except FileNotFoundError as error:
        raise _missing() from error
    except WrongInput as error:
        logger.error("Refused to read %s: %s", url, error)
        raise _missing() from error
    except (OSError, BotoCoreError) as error:
        logger.warning("The artifact store does not give %s: %s", url, error)
        raise ApiError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "artifacts_unavailable",
            "The artifact store cannot be reached right now. Try again in a moment.",
        ) from error


def chunks(file: BinaryIO) -> Iterator[bytes]:
    """The rest of ``file`` in parts of at most CHUNK_BYTES; it is closed at the end."""
    with file:
        while part := file.read(CHUNK_BYTES):
            yield part


def _missing() -> ApiError:
    return ApiError(
        HTTPStatus.NOT_FOUND,
        "no_artifact",
        "This file is not there any more: old runs are tidied away, and a repeated one replaces its files. "
        "Ask for the list of artifacts again.",
    )
