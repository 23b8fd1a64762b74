"""Reads of stored files."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import BinaryIO, NamedTuple

import sqlalchemy as sa
from botocore.exceptions import BotoCoreError

from api.artifacts.schemas import ArtifactType
from api.core.errors import ApiError
from vn30.database.warehouse import fetch_one
from vn30.errors import WrongInput
from vn30.i18n.localized import localized
from vn30.settings import Settings
from vn30.storage.artifacts import Changed, open_store
from vn30.storage.lake import FOLDER

logger = logging.getLogger(__name__)

CHUNK_BYTES = 2**20
PARQUET = "application/vnd.apache.parquet"

# The file's suffix and media type. Browsers show pictures and save other files.
_KINDS: dict[ArtifactType, tuple[str, str]] = {
    "evaluation_png": ("evaluation.png", "image/png"),
    "future_png": ("future.png", "image/png"),
    "model_pkl": ("model.pkl", "application/octet-stream"),
    "scaler_pkl": ("scaler.pkl", "application/octet-stream"),
    "future_predictions_csv": ("future_predictions.csv", "text/csv; charset=utf-8"),
    "backtest_parquet": ("backtest.parquet", PARQUET),
    "trades_csv": ("trades.csv", "text/csv; charset=utf-8"),
    "equity_parquet": ("equity.parquet", PARQUET),
    "tear_sheet_png": ("tear_sheet.png", "image/png"),
    # Saved, not shown: a page of this origin could use the sign-in of its reader.
    "tear_sheet_html": ("tear_sheet.html", "text/html; charset=utf-8"),
    "lake_parquet": ("lake.parquet", PARQUET),
}


class StoredFile(NamedTuple):
    """The URL of a file in the store, and the headers of its response."""

    url: str
    name: str
    media_type: str
    sha256: str | None
    size_bytes: int | None

    @property
    def disposition(self) -> str:
        """The value of Content-Disposition; tickers and names are plain ASCII."""
        shown = "inline" if self.media_type == "image/png" else "attachment"
        return f'{shown}; filename="{self.name}"'


def find_file(
    connection: sa.Connection, settings: Settings, artifacts_id: int, type_: ArtifactType
) -> StoredFile:
    """The file of a row of ``experiment_ticker_artifacts``, ``simulation_files`` or ``lake_files``.

    Raises:
        ApiError: 404 ``no_artifact``.
    """
    if type_ == "lake_parquet":
        return _lake_file(connection, settings, artifacts_id)
    row = fetch_one(connection, "artifacts/stored", artifacts_id=artifacts_id, type=type_)
    if row is None:
        raise _missing()
    name, media_type = _KINDS[type_]
    return StoredFile(row["url"], f"{row['owner']}_{name}", media_type, row["sha256"], row["size_bytes"])


def _lake_file(connection: sa.Connection, settings: Settings, file_id: int) -> StoredFile:
    """A file of a version of the lake, which the manifest names relative to the lake's folder."""
    row = fetch_one(connection, "artifacts/lake_file", file_id=file_id)
    if row is None:
        raise _missing()
    url = open_store(settings).url(f"{FOLDER}/{row['path']}")
    name = f"{row['dataset']}_{row['version']}_{row['part']}.parquet"
    return StoredFile(url, name, PARQUET, row["sha256"], row["size_bytes"])


def open_artifact(settings: Settings, url: str, sha256: str | None = None) -> tuple[BinaryIO, int]:
    """A file of the store and its size in bytes. The caller closes the file.

    Args:
        sha256: what was recorded of its content; None if nothing was.

    Raises:
        ApiError: 404 ``no_artifact``, the file is missing or its URL is outside the store; 409
            ``artifact_changed``, its content is not what was recorded; 503 ``artifacts_unavailable``, the
            store does not answer.
    """
    with _store_errors(url):
        file = open_store(settings).open(url, sha256)
        try:
            size = file.seek(0, 2)
            file.seek(0)
        except BaseException:
            file.close()
            raise
    return file, size


def link_to(settings: Settings, stored: StoredFile) -> str | None:
    """A short-lived link to a file in the store; None unless ``VN30_ARTIFACT_REDIRECT`` is set.

    Raises:
        ApiError: as :func:`open_artifact` does.
    """
    if not settings.artifact_redirect:
        return None
    with _store_errors(stored.url):
        return open_store(settings).link(stored.url, stored.media_type, stored.disposition, stored.size_bytes)


@contextmanager
def _store_errors(url: str) -> Iterator[None]:
    """Convert errors of the store to errors of the API."""
    try:
        yield
    except FileNotFoundError as error:
        raise _missing() from error
    except Changed as error:
        logger.error("Refused to serve %s: %s", url, error)
        raise ApiError(HTTPStatus.CONFLICT, "artifact_changed", str(error)) from error
    except WrongInput as error:
        logger.error("Refused to read %s: %s", url, error)
        raise _missing() from error
    except (OSError, BotoCoreError) as error:
        logger.warning("The artifact store failed for %s: %s", url, error)
        raise ApiError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "artifacts_unavailable",
            localized("The artifact store cannot be reached right now. Try again in a moment."),
        ) from error


def chunks(file: BinaryIO, size: int) -> Iterator[bytes]:
    """The next ``size`` bytes of ``file`` in chunks of at most CHUNK_BYTES; closes the file at the end."""
    with file:
        while part := file.read(min(size, CHUNK_BYTES)):
            size -= len(part)
            yield part


def _missing() -> ApiError:
    return ApiError(
        HTTPStatus.NOT_FOUND,
        "no_artifact",
        localized(
            "There is no such file: files of old runs are deleted, and a repeated run replaces its files. "
            "Request the list of artifacts again.",
        ),
    )
