"""Run a command with the clock set: ``python -m tests.support.clock "2026-12-31 19:30:00" python -m pytest``.

The moment is in Vietnam's time, and the clock goes on from there for the command and all that it starts: in
Python by time-machine, in PostgreSQL by libfaketime, Debian's package of that name (LIBFAKETIME names the
library where it lies elsewhere). Times of files are not changed, nor is the clock of browsers.
"""

import os
import sys
from datetime import UTC, datetime
from glob import glob
from pathlib import Path
from zoneinfo import ZoneInfo

SHIM = str(Path(__file__).parent)
"""The folder of ``sitecustomize.py``, which every Python process imports."""
PLACES = ("/usr/lib/*/faketime", "/usr/lib/faketime", "/usr/lib64/faketime")


def main(moment: str, *command: str) -> None:
    """Replace this process by the command."""
    known = (path for place in PLACES for path in glob(f"{place}/libfaketime.so.1"))
    library = os.environ.get("LIBFAKETIME") or next(known, None)
    if library is None:
        sys.exit("libfaketime is needed: install the package, or name the library in LIBFAKETIME.")
    wanted = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    environment = {
        **os.environ,
        "LIBFAKETIME": library,
        # Seconds: a moment would begin anew in every process.
        "CLOCK_AHEAD": str(round((wanted - datetime.now(UTC)).total_seconds())),
        "PYTHONPATH": os.pathsep.join(filter(None, (SHIM, os.environ.get("PYTHONPATH")))),
    }
    print(f"The clock starts at {wanted:%a %Y-%m-%d %H:%M} in Vietnam", flush=True)
    os.execvpe(command[0], command, environment)  # noqa: S606 - a developer's own command


if __name__ == "__main__":
    main(*sys.argv[1:])
