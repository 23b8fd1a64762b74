"""The version of the code and of the packages that determine the result of a simulation."""

import json
from functools import lru_cache
from importlib.metadata import version

from vn30.features import panel_io
from vn30.storage.source_hash import source_hash

COMPUTES = (
    "account",
    "bot",
    "bot_features",
    "build_market",
    "build_minutes",
    "config",
    "decide",
    "decisions",
    "engine",
    "filters",
    "holder_rights",
    "inputs",
    "market",
    "membership",
    "minute_offers",
    "minute_trading",
    "minutes",
    "offers",
    "orders",
    "prepared",
    "read_inputs",
    "read_market",
    "read_minutes",
    "regimes",
    "result",
    "run",
    "signals",
    "state",
    "stops",
    "terms",
    "trading",
    "weights",
)
"""The modules and packages of ``vn30.backtesting`` whose code can change trades or equity."""

ELSEWHERE = (
    "market",
    "features",
    "forecasting",
    "model_selection",
    "models",
    "optimisation",
    "portfolio.entitlements",
    "recommendations.trading",
)

_PACKAGES = ("numpy", "pandas", "scipy", "scikit-learn", "skfolio")


@lru_cache
def code_version() -> str:
    """SHA-256 of the code that computes simulations, and of the versions of the packages that it uses."""
    packages = json.dumps({name: version(name) for name in _PACKAGES})
    own = (f"backtesting.{name}" for name in COMPUTES)
    return source_hash(*own, *ELSEWHERE, begin=(panel_io.code_version() + packages).encode())
