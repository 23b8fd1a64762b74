"""A view a data set: in a DuckDB of this process, and as SQL for a DuckDB without the platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vn30.storage.artifacts import ArtifactStore
from vn30.storage.lake import FOLDER
from vn30.storage.lake.manifest import Catalog, Entry, LakeDamaged

if TYPE_CHECKING:
    import duckdb

VIEWS_KEY = f"{FOLDER}/views.sql"

_CONFIG = {
    # Nothing is downloaded: Parquet, JSON and ICU are part of the package.
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    # Views read the store through Arrow; a query itself opens neither files nor addresses.
    "enable_external_access": "false",
    # A name that is no view is an error, and not a variable of the caller.
    "python_enable_replacements": "false",
}


def open_views(store: ArtifactStore, catalog: Catalog) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB with a view for each data set of the catalog, whose settings are locked.

    Raises:
        LakeDamaged: the first file of a version does not exist or is no Parquet file.
    """
    import duckdb
    import pyarrow as pa
    import pyarrow.dataset as ds

    connection = duckdb.connect(":memory:", config=dict(_CONFIG))
    format_ = ds.ParquetFileFormat(
        default_fragment_scan_options=ds.ParquetFragmentScanOptions(page_checksum_verification=True)
    )
    for name, entry in catalog.datasets.items():
        paths = [store.path(url) for url in file_urls(store, entry)]
        try:
            dataset = ds.dataset([path.path for path in paths], filesystem=paths[0].fs, format=format_)
        except (OSError, pa.ArrowException) as error:
            connection.close()
            raise LakeDamaged(
                f"The data set {name} of the lake cannot be read: {' '.join(str(error).split())} Run the DAG "
                "vn30_lake, which publishes missing files again."
            ) from error
        connection.register(name, dataset)
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET lock_configuration = true")
    return connection


def views_sql(store: ArtifactStore, catalog: Catalog) -> bytes:
    """Statements that make a view a data set in any DuckDB which reaches the store.

    The views name the files of one version, which never change, in place of one address that is overwritten:
    DuckDB opens a file more than once in a query, and would mix two versions without an error.
    """
    lines = ["-- The current versions of the data sets. Views that were made stay on their version."]
    if any(entry.market == "simulated" for entry in catalog.datasets.values()):
        lines.append("-- SIMULATED prices: not those of the exchange.")
    for name, entry in catalog.datasets.items():
        paths = ", ".join(_literal(_duckdb_path(store, url)) for url in file_urls(store, entry))
        lines.append(f"-- {entry.title}, version {entry.version}")
        # The name is one of the code's, and the paths are quoted.
        lines.append(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet([{paths}]);")  # noqa: S608
    return ("\n".join(lines) + "\n").encode()


def file_urls(store: ArtifactStore, entry: Entry) -> list[str]:
    """The URLs of the files of a version."""
    return [store.url(f"{FOLDER}/{file.path}") for file in entry.files]


def _duckdb_path(store: ArtifactStore, url: str) -> str:
    path = store.path(url)
    # DuckDB reads some characters of a path as patterns.
    text = url if url.startswith("s3:") else path.path
    return "".join(f"[{character}]" if character in "*?[" else character for character in text)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
