"""What the stored definitions and the JSON schema say about each feature."""

from typing import get_args

from vn30.features.definitions import definitions
from vn30.features.description import Group
from vn30.features.indicator_config import INDICATORS, IndicatorConfig

EVERY = IndicatorConfig(
    **{name: part() for name, part in INDICATORS.items()},
    regimes=True,
    calendar=True,
    context_tickers=("VCB",),
    leakage_guard=True,
)


def test_every_feature_is_described() -> None:
    """Group, formula, source and unit of all features, ranks and context tickers among them."""
    columns = definitions(EVERY, 60)
    for column in columns:
        assert all((column.description.group, column.description.formula, column.description.source)), column
        assert column.description.unit is not None, column
    assert {column.description.group for column in columns} == set(get_args(Group))
    by_name = {column.name: column for column in columns}
    assert by_name["return_lag_1_VCB"].parameters == {"lag": 1, "delay_sessions": 1, "ticker": "VCB"}
    assert by_name["weekday"].parameters == {"delay_sessions": 0}
    assert by_name["rank_rsi_14"].description.unit == "rank"


def test_group_of_an_indicator() -> None:
    """The heading of an indicator on the Training screen is the group of its features."""
    for part in INDICATORS.values():
        for feature in part().features().values():
            assert feature.func.feature_description.group == part.group
