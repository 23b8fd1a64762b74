"""What a run's results depend on beside prices and configuration: the code, and the packages that compute."""

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from vn30.features import panel_file

_PACKAGES = ("numpy", "pandas", "scipy", "scikit-learn", "scikit-learn-intelex", "TA-Lib", "pyarrow")


@lru_cache
def package_versions() -> dict[str, str]:
    """The versions of the packages that compute forecasts; one that is not installed is left out."""
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


@lru_cache
def code_version() -> str:
    """SHA-256 of the source code that makes forecasts of prices: features and training."""
    digest = hashlib.sha256(panel_file.code_version().encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
