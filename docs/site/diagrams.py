"""The script that draws the diagrams: Mermaid from npm, so that readers load nothing from elsewhere."""

import shutil
import subprocess
import tarfile
import tempfile
from base64 import b64encode
from hashlib import sha512
from pathlib import Path

VERSION = "12.3.0"
# pragma: allowlist nextline secret
INTEGRITY = "sha512-4113TdXeLAsMruJ79OpFL5O8+LTFXhQqZ260rF3tgUmiNAtRm4Uume04I+65PRN6yZ69J4f8rVYWW8zRk65UYw=="
"""As npm's registry states it for this version."""


class WrongPackage(Exception):
    """The package is not the one whose hash is recorded here."""


def fetch(script: Path) -> None:
    """Load the package once and write its script to ``script``.

    Raises:
        WrongPackage: its hash differs.
        subprocess.CalledProcessError: npm could not load it.
    """
    if script.exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", f"mermaid@{VERSION}", "--silent", "--pack-destination", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - nothing of it is input
        package = next(Path(folder).glob("*.tgz"))
        if f"sha512-{b64encode(sha512(package.read_bytes()).digest()).decode()}" != INTEGRITY:
            raise WrongPackage(
                f"mermaid {VERSION} from the registry has another hash than {__file__} records"
            )
        with tarfile.open(package) as content:
            (member,) = (one for one in content if one.name == "package/dist/mermaid.min.js")
            # Python before 3.11.4 has no filter, and no argument for one.
            content.extraction_filter = getattr(tarfile, "data_filter", None)
            content.extract(member, folder)
            script.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(Path(folder) / member.name, script)
