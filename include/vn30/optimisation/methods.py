"""The methods of optimisation, and which constraints each supports."""

from collections.abc import Mapping
from typing import Literal, get_args

from vn30.i18n.localized import localized

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
    "equal_weight": localized("Equal weight"),
    "minimum_variance": localized("Minimum variance"),
    "maximum_sharpe": localized("Maximum Sharpe"),
    "minimum_cvar": localized("Minimum CVaR"),
    "risk_parity": localized("Risk parity"),
    "hierarchical_risk_parity": localized("Hierarchical risk parity"),
    "black_litterman": localized("Black-Litterman"),
}
"""As users read them."""

CVAR_CONFIDENCE = 0.95
"""CVaR (expected shortfall) is the mean of the worst 5 % of sessions."""
