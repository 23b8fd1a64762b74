"""Playwright's tests of screens, in a real browser: `frontend/e2e` has them, by screen.

``python -m tests.support.browser e2e/pictures.spec.ts`` runs Playwright on a platform that is up.
"""

import fcntl
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache

from tests.support.chromium import FRONTEND, chromium, node_environment

SCREENS = frozenset(path.name.removesuffix(".spec.ts") for path in (FRONTEND / "e2e").glob("*.spec.ts"))
WALK = "walk"
"""Goes through all screens of a market, in both languages, with axe and the keyboard."""
MINUTES = 10
"""A screen's tests may take this long."""


@cache
def _browser() -> dict[str, str]:
    """The environment in which Playwright finds its browser."""
    path = chromium()
    return {**node_environment(), **({"CHROMIUM": str(path)} if path else {})}


@dataclass(frozen=True)
class Market:
    """A market that is up: the address of its API, and the screens to be tried on it."""

    url: str
    screens: Sequence[str]


def look(markets: Mapping[str, Market], **environment: str) -> None:
    """Run the tests of screens on running APIs, in one browser: its start takes longer than most of them.

    Args:
        markets: by the names that ``frontend/e2e/screens.ts`` has for them.
        environment: further variables of it.

    Raises:
        AssertionError: one has failed; with what Playwright says.
    """
    described = json.dumps({name: asdict(market) for name, market in markets.items()})
    tried = subprocess.run(
        ["npx", "playwright", "test"],
        cwd=FRONTEND,
        env={**_browser(), "VN30_MARKETS": described, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=MINUTES * 60 * sum(len(market.screens) for market in markets.values()),
    )
    print(tried.stdout)
    assert tried.returncode == 0, tried.stdout


@cache
def build_pseudo() -> None:
    """Build the app of the pseudo-locale, whose texts stand in brackets, beside the one that is served.

    Tests in other processes wait for it, and use the same: a build empties the folder first.
    """
    with (FRONTEND / "node_modules" / ".pseudo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        app, built = (FRONTEND / folder / "index.html" for folder in ("dist", "dist-pseudo"))
        if built.exists() and built.stat().st_mtime > app.stat().st_mtime:
            return
        subprocess.run(
            ["npx", "vite", "build", "--logLevel", "error"],
            cwd=FRONTEND,
            env={**node_environment(), "VN30_PSEUDO": "1"},
            check=True,
            timeout=MINUTES * 60,
        )


if __name__ == "__main__":
    words = ["npx", "playwright", "test", *sys.argv[1:]]
    sys.exit(subprocess.run(words, cwd=FRONTEND, env=_browser(), check=False).returncode)
