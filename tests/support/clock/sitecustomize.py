"""Sets the clock of a Python process, and of PostgreSQL servers that it starts, CLOCK_AHEAD seconds ahead.

libfaketime is for PostgreSQL alone: Python's event loops wait busily under it.
"""

import os
import subprocess
import time
from typing import Any

import time_machine

AHEAD = int(os.environ["CLOCK_AHEAD"])
OF_POSTGRES = {
    "LD_PRELOAD": os.environ["LIBFAKETIME"],
    "FAKETIME": f"{AHEAD:+d}s",
    "FAKETIME_DONT_FAKE_MONOTONIC": "1",
}


class _Popen(subprocess.Popen):  # type: ignore[type-arg]
    def __init__(self, args: Any, *others: Any, env: Any = None, **named: Any) -> None:
        program = args if isinstance(args, str | os.PathLike) else args[0]
        if os.path.basename(program) in {"pg_ctl", "postgres"}:
            env = {**(os.environ if env is None else env), **OF_POSTGRES}
        super().__init__(args, *others, env=env, **named)


subprocess.Popen = _Popen  # type: ignore[misc]
time_machine.travel(time.time() + AHEAD, tick=True).start()
