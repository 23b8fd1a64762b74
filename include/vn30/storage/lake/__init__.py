"""Data sets as Parquet files in the artifact store, their manifests, and DuckDB views of them.

``lake/<dataset>/data/<sha256>.parquet`` is a file of data, which is never changed;
``lake/<dataset>/versions/<version>.json`` the manifest of a version, written after its files; and
``lake/catalog.json`` names the current version of each data set. A reader of the catalog never meets an
unfinished version.
"""

FOLDER = "lake"
"""The folder of the lake in the artifact store."""
