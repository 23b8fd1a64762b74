"""What a run's results depend on beside prices and configuration: the code, and the packages that compute."""

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
    return panel_file.hash_of_sources(panel_file.code_version(), Path(__file__).parent)
