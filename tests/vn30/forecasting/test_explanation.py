"""The contributions of a forecast, the selection of its features, and leaks of a selection."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.vn30.forecasting.test_leaks import HORIZON, OFF, TICKERS, panel_of, simulated
from vn30.explanation.importances import ALL
from vn30.explanation.selection import Selection, Selector
from vn30.features.panel import feature_names
from vn30.forecasting.pooled import PooledForecasts, pooled_columns, pooled_features, pooled_forecasts
from vn30.forecasting.pooled_explanation import BASE, pooled_groups
from vn30.forecasting.ticker import train_ticker
from vn30.forecasting.ticker_result import HorizonResult
from vn30.market.bars import BAR_COLUMNS
from vn30.training_config.document import InvalidConfig, TrainingConfig, parse_config

FPT = TICKERS[0]


def config_of(**sections: Any) -> TrainingConfig:
    return parse_config({"models": OFF, "targets": {"horizons": [HORIZON]}, **sections})


@pytest.fixture(scope="module")
def panel() -> pd.DataFrame:
    return panel_of(simulated(3, signal=0.004))


def pool(panel: pd.DataFrame, config: TrainingConfig, **further: Any) -> PooledForecasts:
    return pooled_forecasts(panel, config, lambda: None, **further)


def train(
    panel: pd.DataFrame, config: TrainingConfig, pooled: PooledForecasts | None = None
) -> HorizonResult:
    rows = panel[panel["symbol"] == FPT].reset_index(drop=True)
    series = contributions = None
    if pooled is not None:
        of_ticker = pooled.forecasts[pooled.forecasts["symbol"] == FPT]
        series = {HORIZON: of_ticker.set_index(pd.DatetimeIndex(of_ticker["date"]))[str(HORIZON)]}
        contributions = {HORIZON: pooled.contributions[pooled.contributions["symbol"] == FPT]}
    result = train_ticker(
        FPT, rows[BAR_COLUMNS], rows, config, lambda: None, series, contributions=contributions
    )
    return result.horizons[HORIZON]


def test_pooled_contributions(panel: pd.DataFrame) -> None:
    """Those from each ticker's last bar add up to its forecast; a feature and its ranks are one."""
    config = config_of()
    pooled = pool(panel, config)
    last = panel["date"] == panel["date"].max()
    forecasts = pooled.forecasts[last].set_index("symbol")[str(HORIZON)]
    totals = pooled.contributions.groupby("symbol")["contribution"].sum()
    assert forecasts.abs().min() > 0
    np.testing.assert_allclose(totals, forecasts, rtol=0, atol=1e-8)
    rows = pooled.contributions.set_index(["symbol", "feature"])
    names, groups = pooled_groups(config)
    assert groups.shape == (pooled_features(panel.head(1), config).shape[1], len(names))
    assert set(rows.index.get_level_values("feature")) == {*names, BASE}
    assert not {"rank_return_20", "rank_rsi_14"} & set(names)
    assert "rank_return_120" in names
    newest = panel[last].set_index("symbol")["return_over_20"]
    positions = rows.xs("return_over_20", level="feature")
    np.testing.assert_allclose(positions["value"], newest, rtol=1e-6)
    np.testing.assert_array_equal(positions["rank"], newest.rank(ascending=False))
    assert (positions["ranked"] == len(TICKERS)).all()
    assert rows.xs("market_trend", level="feature")["rank"].isna().all()


@pytest.mark.parametrize(
    "ensemble", [{"method": "mean"}, {"method": "weighted"}], ids=["mean", "learned weights"]
)
def test_forecast_adds_up(panel: pd.DataFrame, ensemble: dict[str, Any]) -> None:
    """Base, contributions and rest are the forecast; the five largest come first."""
    config = config_of(ensemble=ensemble, models={**OFF, "svr": {"enabled": False}})
    outcome = train(panel, config, pool(panel, config))
    found = outcome.explanation
    assert found is not None
    parts = [part.contribution for part in found.contributions]
    assert found.base + sum(parts) + found.rest == pytest.approx(outcome.forecast_return, abs=1e-15)
    assert len(parts) == 5
    assert [abs(part) for part in parts] == sorted(map(abs, parts), reverse=True)
    # All features together leave nothing but rounding: the ridge, the pooled and the naive member are sums.
    assert abs(found.rest) <= (len(pooled_columns(config)) - 5) * abs(parts[-1])


def test_order_without_size(panel: pd.DataFrame) -> None:
    """Where no feature moves the price, the contributions are those to the expected rank."""
    config = config_of(models={**OFF, "ridge": {"enabled": False}})
    pooled = pool(panel, config)
    naive = replace(pooled, contributions=pooled.contributions.assign(contribution=0.0))
    found = train(panel, config, naive).explanation
    assert found is not None
    assert found.unit == "rank"
    of_ticker = pooled.contributions[pooled.contributions["symbol"] == FPT].set_index("feature")
    expected = pooled.models[HORIZON].expected_ranks(
        panel["symbol"].iloc[[799]], pooled_features(panel, config)[[799]]
    )
    total = found.base + found.rest + sum(part.contribution for part in found.contributions)
    assert total == pytest.approx(float(expected[0]), abs=1e-6)
    largest = found.contributions[0]
    assert largest.contribution == of_ticker.loc[largest.feature, "order"]
    assert abs(largest.contribution) == of_ticker["order"].drop(BASE).abs().max()


def test_median_has_none(panel: pd.DataFrame) -> None:
    """A median is no sum of its members."""
    config = config_of(ensemble={"method": "median"})
    assert train(panel, config).explanation is None


@pytest.mark.parametrize("method", ["p_value", "auto"])
def test_selection_without_leak(panel: pd.DataFrame, method: str) -> None:
    """Neither the pooled nor the tickers' selections of a fold see its outcomes or later ones."""
    config = config_of(selection={"method": method, "threshold": 0.5})
    assert unchanged_until_change(panel, config)


@pytest.mark.parametrize("method", ["p_value", "auto"])
def test_leak_of_a_selection_is_found(
    panel: pd.DataFrame, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A selection that sees the test rows is caught."""
    honest: Callable[..., Any] = Selector.columns
    everything: dict[str, Any] = {}

    def greedy(selector: Selector, *rows: Any, known_before: date, is_final: bool) -> Any:
        # The last fit's rows contain the test rows of all folds: they are known from a first pass.
        key = selector.groups.shape
        if is_final:
            everything[key] = rows
        return honest(selector, *everything.get(key, rows), known_before, is_final)

    monkeypatch.setattr(Selector, "columns", greedy)
    # By a high threshold the set is large, and moves with the outcomes.
    config = config_of(selection={"method": method, "threshold": 0.5})
    assert not unchanged_until_change(panel, config, passes=2)


def unchanged_until_change(panel: pd.DataFrame, config: TrainingConfig, passes: int = 1) -> bool:
    """Whether forecasts made before a session stay as they are when the prices after it change."""
    day = panel["date"].unique()[-90]
    later = panel["date"] > day
    noise = np.random.default_rng(9).normal(scale=0.05, size=int(later.sum()))
    changed = panel.copy()
    changed.loc[later, "close"] *= np.exp(noise)
    before, after = (
        [forecasts_until(market, config, day) for _ in range(passes)][-1] for market in (panel, changed)
    )
    return all(np.array_equal(*pair) for pair in zip(before, after, strict=True))


def forecasts_until(panel: pd.DataFrame, config: TrainingConfig, day: Any) -> list[np.ndarray]:
    pooled = pool(panel, config).forecasts
    rows = panel[panel["symbol"] == FPT].reset_index(drop=True)
    test = train_ticker(FPT, rows[BAR_COLUMNS], rows, config, lambda: None).horizons[HORIZON].test
    own = test[test["date"] <= day]
    assert len(own) > 30
    return [pooled.loc[pooled["date"] <= day, str(HORIZON)].fillna(0).to_numpy(), own["predicted"].to_numpy()]


def test_methods(panel: pd.DataFrame) -> None:
    """Lists are obeyed, a p-value leaves features out, and auto keeps at most two of a group."""
    plain, listed, pruned, best = (
        pool(panel, config_of(selection=selection))
        for selection in (
            {},
            {"allow": ["return_over_60", "return_over_40", "rsi_14"], "block": ["rsi_14"]},
            {"method": "p_value", "threshold": 0.01},
            {"method": "auto"},
        )
    )
    assert plain.selections == {HORIZON: []}
    assert {selection.features for selection in listed.selections[HORIZON]} == {
        ("return_over_40", "return_over_60")
    }
    final = pruned.selections[HORIZON][-1]
    assert final.is_final
    names = pooled_groups(config_of())[0]
    assert 0 < len(final.features) < len(names)
    momentum = {"rsi_14", "macd_line", "macd_signal", "macd_histogram"}
    for selection in best.selections[HORIZON]:
        assert len(momentum & set(selection.features)) <= 2
        assert len(selection.features) < len(names)


def test_child_of_a_parent(panel: pd.DataFrame) -> None:
    """A child fits on what its parent had selected; a fit older than all selections has all features."""
    parent = pool(panel, config_of(selection={"method": "p_value", "threshold": 0.01}))
    child_config = config_of(selection={"parent": "5f0c2b1e-8f0b-4a53-9d0e-7a5f1f3f7c11"})
    child = pool(panel, child_config, parent=parent.selections)
    assert child.selections == parent.selections
    pd.testing.assert_frame_equal(child.forecasts, parent.forecasts)

    first = parent.selections[HORIZON][0].known_before
    ahead = [Selection(date(2030, 1, 1), True, ("rsi_14",))]
    blind = pool(panel, child_config, parent={HORIZON: ahead})
    assert set(blind.selections[HORIZON][0].features) == set(pooled_groups(child_config)[0])
    assert blind.selections[HORIZON][0].known_before == first


def test_importances(panel: pd.DataFrame) -> None:
    """A feature of the trend is the most important one, by both methods; errors are over the folds."""
    config = config_of(selection={"importances": True}, ensemble={"method": "mean"})
    found = pd.DataFrame(pool(panel, config).importances[HORIZON])
    for method in ("contribution", "permutation"):
        rows = found[(found["method"] == method) & (found["regime"] == ALL)].set_index("feature")
        assert len(rows) == len(pooled_groups(config)[0])
        top = str(rows["importance"].idxmax())
        assert any(word in top for word in ("return", "close_to", "macd", "ema", "rsi"))
        assert rows.loc[top, "importance"] > 3 * rows.loc[top, "std_error"] > 0
    own = pd.DataFrame(train(panel, config).importances)
    assert set(own["model"]) == {"ridge", "linear"}
    of_linear = own[own["method"] == "coefficient"]
    assert list(of_linear["feature"]) == feature_names(config.indicators, config.targets.lookback_window)
    assert of_linear["p_value"].between(0, 1).all()


def test_unknown_names() -> None:
    """A name that is no feature, or lists that leave none, are faults of their field."""
    with pytest.raises(InvalidConfig, match=r"selection\.block: return_over_61 is not a feature"):
        config_of(selection={"block": ["return_over_61"]})
    with pytest.raises(InvalidConfig, match=r"selection\.allow: leaves no feature"):
        config_of(selection={"allow": ["rank_return_120"]})


@pytest.mark.parametrize("kind", ["logReturn", "direction"])
def test_models_of_a_ticker_are_fitted_on_its_selection(panel: pd.DataFrame, kind: str) -> None:
    """Each fit of a ticker's own models, a regression or a classifier, has the features selected for it."""
    models = {**OFF, **{name: {"enabled": False} for name in ("ridge", "pooled")}}
    name = "ridge" if kind == "logReturn" else "logistic"
    config = parse_config(
        {
            "models": {**models, name: {"enabled": True}},
            "targets": {"horizons": [HORIZON], "kind": kind},
            "selection": {"method": "auto"},
        }
    )
    rows = panel[panel["symbol"] == FPT].reset_index(drop=True)
    trained = train_ticker(FPT, rows[BAR_COLUMNS], rows, config, lambda: None)
    selections = trained.horizons[HORIZON].selections
    everything = feature_names(config.indicators, config.targets.lookback_window)
    # One selection a fold and one of the last fit, also of a direction, whose prices are naive.
    assert len(selections) == len({selection.known_before for selection in selections}) == 7
    assert [selection.is_final for selection in selections] == [False] * 6 + [True]
    member = trained.models[HORIZON][name]
    assert member.n_features_in_ == len(selections[-1].features) < len(everything)
