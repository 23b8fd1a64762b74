"""The command line of backups: ``python -m vn30.backup --help``.

For platforms with servers of their own; ``make backup`` and ``make restore`` do the same for the local one.
"""

import argparse
import logging
import sys
from pathlib import Path

from sqlalchemy.exc import OperationalError

from vn30.artifacts import open_store
from vn30.backup import back_up, restore, verify
from vn30.backup.postgres_tools import ToolFailed
from vn30.backup.stopping import end_in_order
from vn30.errors import WrongInput
from vn30.file_hold import FilesHeld
from vn30.settings import Settings


def main() -> int:
    """Parse the arguments, run the command, and turn known errors into one clear line."""
    arguments = _parser().parse_args()
    end_in_order()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        if arguments.command == "verify":
            manifest = verify(arguments.folder)
            print(f"Whole: {len(manifest.files)} files, made at {manifest.made_at:%Y-%m-%d %H:%M:%S %Z}")
            return 0
        settings = Settings()
        url = settings.airflow_database_url
        airflow = url.get_secret_value() if url else None
        store = open_store(settings)
        if arguments.command == "create":
            print(back_up(settings, store, arguments.folder, airflow))
        else:
            # Beside it by default: whoever reaches the one folder finds the other.
            beside = arguments.folder.resolve().parent
            keep_in = None if arguments.keep_nothing else arguments.keep_in or beside
            restored = restore(settings, store, arguments.folder, airflow, keep_in=keep_in)
            if restored.kept:
                print(f"What was there before is in {restored.kept}: restore that to go back.")
            print("Restored. The next start brings the schema to the version of the software.")
    except OperationalError as error:
        print(f"PostgreSQL cannot be reached: {error.orig}", file=sys.stderr)
    except (WrongInput, ToolFailed, FilesHeld) as error:
        print(error, file=sys.stderr)
    else:
        return 0
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m vn30.backup",
        description="Backups of VN30_DATABASE_URL, VN30_ARTIFACT_STORE and VN30_AIRFLOW_DATABASE_URL.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    made: dict[str, argparse.ArgumentParser] = {}
    for name, text, folder in (
        ("create", "write a backup into a new folder, while the platform runs", "folder for the new folder"),
        ("verify", "is a backup whole?", "the backup"),
        ("restore", "replace the databases by a backup, and bring back its files", "the backup"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("folder", type=Path, help=folder)
        made[name] = command
    keep = made["restore"].add_mutually_exclusive_group()
    keep.add_argument(
        "--keep-in",
        type=Path,
        metavar="FOLDER",
        help="where what is there goes first, as a backup of its own; default: beside the backup",
    )
    keep.add_argument("--keep-nothing", action="store_true", help="replace it without a way back")
    return parser


if __name__ == "__main__":
    sys.exit(main())
