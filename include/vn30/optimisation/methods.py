"""The methods of optimisation, and which constraints each supports."""

from collections.abc import Mapping
from typing import Literal, get_args

Method = Literal[
    "equal_weight",
    "minimum_variance",
    "maximum_sharpe",
    "minimum_cvar",
    "risk_parity",
    "hierarchical_risk_parity",
    "black_litterman",
]
METHODS: tuple[Method, ...] = get_args(Method)

METHOD_NAMES: Mapping[Method, str] = {
    "equal_weight": "Equal weight",
    "minimum_variance": "Minimum variance",
    "maximum_sharpe": "Maximum Sharpe",
    "minimum_cvar": "Minimum CVaR",
    "risk_parity": "Risk parity",
    "hierarchical_risk_parity": "Hierarchical risk parity",
    "black_litterman": "Black-Litterman",
}
"""As users read them."""

CVAR_CONFIDENCE = 0.95
"""CVaR (expected shortfall) is the mean of the worst 5 % of sessions."""
