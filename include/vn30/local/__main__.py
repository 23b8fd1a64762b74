"""The command line of the local platform: ``python -m vn30.local --help``."""

import argparse
import logging
import os
import subprocess
import sys
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from vn30.backup.postgres_tools import ToolFailed
from vn30.backup.stopping import end_in_order
from vn30.database.locks import LockTimeout
from vn30.errors import WrongInput
from vn30.local.database import database_url, run_with_database
from vn30.local.demo import run_demo
from vn30.local.environment import environment_of
from vn30.local.holder import HomeInUse
from vn30.local.home import UnusableHome
from vn30.local.ports import PortTaken
from vn30.local.postgres_process import NotStarted
from vn30.local.processes import StartFailed
from vn30.local.recovery import back_up_home, restore_home
from vn30.local.server_user import UnreachableFolder
from vn30.local.setup import SetupFailed, set_up
from vn30.local.sockets import ForeignFolder
from vn30.pipelines.airflow_api import AirflowUnavailable
from vn30.settings import Settings
from vn30.storage.write_faults import describe_write_fault

_KNOWN = (
    AirflowUnavailable,
    WrongInput,
    ToolFailed,
    LockTimeout,
    PortTaken,
    HomeInUse,
    UnusableHome,
    UnreachableFolder,
    ForeignFolder,
    NotStarted,
    SetupFailed,
    StartFailed,
)


def main() -> int:
    """Parse the arguments, run the command, and turn known errors into one clear line."""
    arguments = _parser().parse_args()
    try:
        settings = Settings()
        if arguments.command == "demo":
            return run_demo(settings, once=arguments.once)
        if arguments.command in ("backup", "restore"):
            # Their progress; the demo has its own, and would show each of its requests.
            logging.basicConfig(level=logging.INFO, format="%(message)s")
            end_in_order()
        if arguments.command == "backup":
            print(back_up_home(settings, arguments.into))
            return 0
        if arguments.command == "restore":
            restored = restore_home(settings, arguments.folder, keep=not arguments.keep_nothing)
            if restored.kept:
                print(f"What was here before is in {restored.kept}; `make restore FROM=` that to go back.")
            made_at = restored.manifest.made_at
            print(f"Restored what was there at {made_at:%Y-%m-%d %H:%M:%S %Z}. `make demo` starts it.")
            return 0
        if arguments.command == "database-url":
            print(database_url(settings))
            return 0
        if arguments.command == "run":
            return run_with_database(settings, arguments.words)
        return _run_airflow(settings, arguments.words)
    except ValidationError as error:
        for fault in error.errors():
            name = "_".join(str(part) for part in fault["loc"]).upper()
            print(f"VN30_{name}: {fault['msg']} (got {fault['input']!r})", file=sys.stderr)
    except OperationalError as error:
        print(f"PostgreSQL cannot be reached, check VN30_DATABASE_URL: {error.orig}", file=sys.stderr)
    except _KNOWN as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(describe_write_fault(error), file=sys.stderr)
    return 2


def _run_airflow(settings: Settings, words: list[str]) -> int:
    platform = set_up(settings, lambda text: None)
    try:
        return subprocess.run(  # noqa: S603 - the user's own words for the user's own Airflow
            [os.path.join(os.path.dirname(sys.executable), "airflow"), *words],
            env=environment_of("command", platform.environment),
            check=False,
        ).returncode
    finally:
        platform.postgres.leave()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m vn30.local",
        description="The VN30 platform on this machine, with all state in .local/",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    demo = commands.add_parser("demo", help="crawl, train, show the forecasts, stay up until Ctrl-C")
    demo.add_argument(
        "--once", action="store_true", help="stop when all runs have ended; the exit status is the result"
    )
    backup = commands.add_parser("backup", help="write a backup into a new folder; the platform may run")
    backup.add_argument("into", nargs="?", type=Path, help="folder for it; default: backups/ of the home")
    restoring = commands.add_parser("restore", help="make the local platform what a backup was")
    restoring.add_argument("folder", type=Path, help="the backup")
    restoring.add_argument(
        "--keep-nothing", action="store_true", help="do not first make a backup of what is there"
    )
    commands.add_parser("database-url", help="print the URL of the database of the demo that is up")
    run = commands.add_parser("run", help="run a command that reads the local platform's data")
    run.add_argument("words", nargs=argparse.REMAINDER, help="such as: python examples/read_prices.py")
    airflow = commands.add_parser("airflow", help="run Airflow's command line against the local platform")
    airflow.add_argument("words", nargs=argparse.REMAINDER, help="such as: dags test vn30_data_crawler")
    return parser


if __name__ == "__main__":
    sys.exit(main())
