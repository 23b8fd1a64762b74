"""Backups of the platform: its database, Airflow's, and the files of the artifact store, in one folder."""

from vn30.backup.create import back_up
from vn30.backup.manifest import BrokenBackup, Manifest, read_manifest
from vn30.backup.restore import Occupied, restore

__all__ = ["BrokenBackup", "Manifest", "Occupied", "back_up", "read_manifest", "restore"]
