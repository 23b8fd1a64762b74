"""Backups: the platform's database, Airflow's, and the files of the artifact store, in one folder."""

from vn30.backup.create import back_up
from vn30.backup.manifest import BrokenBackup, Manifest, read_manifest, verify
from vn30.backup.restore import NotKept, Occupied, Restored, restore

__all__ = [
    "BrokenBackup",
    "Manifest",
    "NotKept",
    "Occupied",
    "Restored",
    "back_up",
    "read_manifest",
    "restore",
    "verify",
]
