"""The command line of backups: ``python -m vn30.backup --help``.

For deployments. ``make backup`` and ``make restore`` do the same for the local platform.
"""

import argparse
import logging
import sys
from pathlib import Path

from sqlalchemy.exc import OperationalError

from vn30.backup import back_up, restore, verify
from vn30.backup.postgres_tools import ToolFailed
from vn30.backup.stopping import end_in_order
from vn30.database.locks import LockTimeout
from vn30.errors import WrongInput
from vn30.settings import Settings
from vn30.storage.artifacts import open_store
from vn30.storage.write_faults import describe_write_fault


def main() -> int:
    """Run the command of the arguments. Known errors end with one line and exit status 2."""
    arguments = _parser().parse_args()
    end_in_order()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        if arguments.command == "verify":
            manifest = verify(arguments.folder)
            print(f"Complete: {len(manifest.files)} files, made at {manifest.made_at:%Y-%m-%d %H:%M:%S %Z}")
            return 0
        settings = Settings()
        url = settings.airflow_database_url
        airflow = url.get_secret_value() if url else None
        store = open_store(settings)
        if arguments.command == "create":
            print(back_up(settings, store, arguments.folder, airflow))
        else:
            # Beside the backup by default, where it is easy to find.
            beside = arguments.folder.resolve().parent
            keep_in = None if arguments.keep_nothing else arguments.keep_in or beside
            restored = restore(settings, store, arguments.folder, airflow, keep_in=keep_in)
            if restored.kept:
                print(f"The previous state is in {restored.kept}. Restore that folder to go back.")
            print("Restored. The next start migrates the schema to the version of the software.")
    except OperationalError as error:
        print(f"PostgreSQL cannot be reached: {error.orig}", file=sys.stderr)
    except (WrongInput, ToolFailed, LockTimeout) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(describe_write_fault(error), file=sys.stderr)
    else:
        return 0
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m vn30.backup",
        description="Backups of VN30_DATABASE_URL, VN30_ARTIFACT_STORE and VN30_AIRFLOW_DATABASE_URL.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    parsers: dict[str, argparse.ArgumentParser] = {}
    for name, text, folder in (
        (
            "create",
            "write a backup into a new folder; the platform may run",
            "where to create the new folder",
        ),
        ("verify", "check that a backup is complete and unchanged", "the backup"),
        (
            "restore",
            "replace the databases and restore the files; the platform must be stopped",
            "the backup",
        ),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("folder", type=Path, help=folder)
        parsers[name] = command
    keep = parsers["restore"].add_mutually_exclusive_group()
    keep.add_argument(
        "--keep-in",
        type=Path,
        metavar="FOLDER",
        help="where to back up the current state first; default: beside the backup",
    )
    keep.add_argument("--keep-nothing", action="store_true", help="do not back up the current state first")
    return parser


if __name__ == "__main__":
    sys.exit(main())
