"""The lake: the platform's data sets as Parquet files, for readers without its database.

    from vn30 import lake

    with lake.connect() as views:
        closes = views.sql("SELECT date, close FROM prices WHERE symbol = 'FPT'").df()

The DAG ``vn30_lake`` publishes them (:mod:`vn30.lake.publish`). ``python -m vn30.lake --help`` is the command
line, and ``docs/lake.md`` explains files, manifests and what a reader can rely on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

    from vn30.storage.artifacts import ArtifactStore
    from vn30.storage.lake.manifest import Catalog

__all__ = ["catalog", "connect", "default_store"]


def connect(store: ArtifactStore | None = None) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB with a view a data set, all of the catalog's current versions.

    A query sees the views alone: it opens no files and no addresses. Close the connection after use; one that
    stays open stays on its versions, whose files are kept for a day after they were replaced.

    Args:
        store: by default the one of ``VN30_ARTIFACT_STORE``, with the credentials of the environment.

    Raises:
        NotPublished: the store has no lake yet.
        LakeDamaged: catalog or files cannot be read.
    """
    from vn30.storage.lake.manifest import read_catalog
    from vn30.storage.lake.views import open_views

    opened = store or default_store()
    return open_views(opened, read_catalog(opened))


def catalog(store: ArtifactStore | None = None) -> Catalog:
    """The current version of each data set: columns with units, rows, files with SHA-256, as-of session.

    Args and Raises: as :func:`connect`.
    """
    from vn30.storage.lake.manifest import read_catalog

    return read_catalog(store or default_store())


def default_store() -> ArtifactStore:
    """The store of ``VN30_ARTIFACT_STORE``."""
    from vn30.settings import get_settings
    from vn30.storage.artifacts import open_store

    return open_store(get_settings())
