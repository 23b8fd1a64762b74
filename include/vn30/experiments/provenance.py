"""The versions of the code and of the packages that determine a run's results."""

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from vn30.features import panel_io
from vn30.storage.source_hash import source_hash

COMPUTES_FORECASTS = (
    "features",
    "models",
    "model_selection",
    "evaluation",
    "explanation",
    "forecasting",
    "market.bars",
    "market.calendar",
    "market.minutes",
    "market.price_limits",
    "market.resampling",
    "market.rules",
    "market.session_minutes",
    "market.timeframes",
    "training_config.ensemble",
    "training_config.selection",
    "training_config.window",
)
"""The packages and modules of ``vn30`` whose code can change a forecast."""

_PACKAGES = (
    "numpy",
    "pandas",
    "scipy",
    "scikit-learn",
    "scikit-learn-intelex",
    "lightgbm",
    "xgboost-cpu",
    "statsmodels",
    "prophet",
    "flax",
    "jax",
    "TA-Lib",
    "pyarrow",
)


@lru_cache
def package_versions() -> dict[str, str]:
    """The versions of the installed packages that compute forecasts, by name."""
    versions = {}
    for name in _PACKAGES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return versions


@lru_cache
def code_version() -> str:
    """SHA-256 of the code that computes forecasts and of the versions of the libraries that compute a panel.

    Docstrings and comments do not count; see :func:`vn30.storage.source_hash.source_hash`.
    """
    return source_hash(*COMPUTES_FORECASTS, begin=panel_io.code_version().encode())
