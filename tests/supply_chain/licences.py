"""Under which terms the packages are that we hand on: ``python -m tests.supply_chain.licences`` lists them.

Of Python those in the image, as far as this machine has them; of npm those that become part of the app.
"""

import json
import re
import subprocess
from collections.abc import Iterable
from typing import NamedTuple

from tests.support.tools import tool
from vn30.settings import PROJECT_ROOT

ALLOWED = {
    *(
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "BSD",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "0BSD",
        "Apache-2.0",
        "ISC",
        "PSF-2.0",
    ),
    *("Unlicense", "CC0-1.0", "MPL-2.0"),
}
"""Permissive ones, and MPL-2.0, which asks for the source of changed files alone; we change none."""

ACCEPTED = {
    "psycopg": "LGPL-3.0: used as it is, and can be replaced",
    "psycopg-binary": "LGPL-3.0: used as it is, and can be replaced",
    "psycopg2-binary": "LGPL: used as it is, and can be replaced",
    "text-unidecode": "Artistic or GPL, of which we choose Artistic",
    "ta-lib": "BSD-2-Clause, which its metadata do not say",
    "daal": "Intel Simplified Software License: may be handed on unchanged",
    "tbb": "Intel Simplified Software License: may be handed on unchanged",
    "tcmlib": "Intel Simplified Software License: may be handed on unchanged",
}
"""What was looked at one by one."""

_SAME = {
    "mit license": "MIT",
    "mit no attribution license (mit-0)": "MIT-0",
    "bsd license": "BSD",
    "3-clause bsd license": "BSD-3-Clause",
    "apache software license": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache v2.0": "Apache-2.0",
    "isc license (iscl)": "ISC",
    "python software foundation license": "PSF-2.0",
    "the unlicense (unlicense)": "Unlicense",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
}


class Package(NamedTuple):
    """A package and its licence in its own words."""

    name: str
    version: str
    licence: str

    def terms(self) -> set[str]:
        """The licences in it, by their SPDX names where they are known."""
        parts = re.split(r"; | AND | OR |[()]", self.licence) if self.licence.lower() not in _SAME else []
        names = {part.strip() for part in parts or [self.licence] if part and part.strip()}
        return {_SAME.get(name.lower(), name) for name in names}


def python_packages() -> list[Package]:
    """Those of requirements-image.txt that are installed; some are for other systems."""
    lines = (PROJECT_ROOT / "requirements-image.txt").read_text().splitlines()
    names = [match[1] for line in lines if (match := re.match(r"([\w.-]+)(?:\[.*\])?==", line))]
    command = [tool("pip-licenses"), "--from=mixed", "--format=json", "--packages", *names]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)
    packages = (
        Package(entry["Name"], entry["Version"], entry["License"]) for entry in json.loads(listed.stdout)
    )
    return sorted(packages, key=lambda package: package.name.lower())


def npm_packages() -> list[Package]:
    """Those of the lock file that are not for development alone."""
    locked = json.loads((PROJECT_ROOT / "frontend" / "package-lock.json").read_text())["packages"]
    return [
        Package(path.rpartition("node_modules/")[2], entry["version"], entry.get("license", "UNKNOWN"))
        for path, entry in sorted(locked.items())
        if path and not entry.get("dev")
    ]


def not_allowed(packages: Iterable[Package]) -> list[Package]:
    """Packages whose terms are not accepted."""
    return [
        package
        for package in packages
        if package.name.lower() not in ACCEPTED and not package.terms() <= ALLOWED
    ]


def main() -> None:
    """Print docs/licences.md."""
    print("# Licences of what is handed on\n")
    print("Made by `make licences`; a test holds the terms to a list. vnstock is not among them: see")
    print("[supply-chain.md](supply-chain.md).")
    for title, packages in (
        ("Python packages in the image", python_packages()),
        ("npm packages in the app", npm_packages()),
    ):
        print(f"\n## {title}\n\n| package | version | licence | |\n| --- | --- | --- | --- |")
        for package in packages:
            accepted = ACCEPTED.get(package.name.lower(), "")
            print(f"| {package.name} | {package.version} | {package.licence} | {accepted} |")


if __name__ == "__main__":
    main()
