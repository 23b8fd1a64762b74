from typing import Any

import pytest

from vn30.training_config.document import Fault, InvalidConfig, TrainingConfig, default_document, parse_config


def faults(document: Any) -> dict[str, str]:
    with pytest.raises(InvalidConfig) as refused:
        parse_config(document)
    return dict(refused.value.faults)


def test_defaults_survive_the_round_trip_through_json() -> None:
    assert parse_config(default_document()) == TrainingConfig()
    assert parse_config("{}") == TrainingConfig()
    assert default_document()["models"]["randomForest"]["nEstimators"] > 0


def test_many_faults() -> None:
    """The number of reported faults is limited."""
    with pytest.raises(InvalidConfig) as refused:
        parse_config({f"odd{number}": 0 for number in range(1_000)})
    assert len(refused.value.faults) == 101
    assert refused.value.faults[-1] == Fault("", "and 900 more faults")


def test_missing_fields() -> None:
    """Missing fields have their defaults."""
    config = parse_config({"targets": {"horizons": [7]}, "indicators": {"roc": None}})
    assert config.targets.horizons == (7,)
    assert config.targets.lookback_window == TrainingConfig().targets.lookback_window
    assert config.indicators.roc is None


def test_universe_is_all_or_the_selection() -> None:
    assert parse_config({}).universe.selected(["ACB", "BVH"]) == ("ACB", "BVH")
    chosen = parse_config({"universe": {"useAllVn30": False, "tickers": ["vcb", "FPT"]}})
    assert chosen.universe.selected(["ACB", "BVH"]) == ("FPT", "VCB")


def test_ticker_of_database() -> None:
    """A ticker that only the database knows may be selected."""
    document = {"universe": {"useAllVn30": False, "tickers": ["NEW"]}}
    assert parse_config(document, {"NEW"}).universe.tickers == ("NEW",)
    assert list(faults(document)) == ["universe.tickers"]


@pytest.mark.parametrize(
    ("document", "path", "message"),
    [
        (
            {"models": {"catBoost": {}}},
            "models.catBoost",
            "known are randomForest, extraTrees, gradientBoosting",
        ),
        ({"models": {"ridge": {"beta": 1}}}, "models.ridge.beta", "known are enabled, alpha"),
        ({"models": {"randomForest": {"nEstimators": "7"}}}, "models.randomForest.nEstimators", "integer"),
        ({"models": {"svr": {"gamma": "auto"}}}, "models.svr.gamma", "'scale', or must be a valid number"),
        (
            {
                "models": {
                    name: {"enabled": False}
                    for name in ("randomForest", "gradientBoosting", "svr", "ridge", "pooled")
                }
            },
            "models",
            "at least one model",
        ),
        ({"reproducibility": {"seed": True}}, "reproducibility.seed", "integer"),
        ({"targets": {"horizons": []}}, "targets.horizons", "at least 1"),
        ({"targets": {"horizons": [7, 8]}}, "targets.horizons.1", "7, 15 or 30"),
        ({"targets": {"horizons": [7, 7]}}, "targets.horizons", "repeat"),
        ({"targets": {"trainPct": 70}}, "targets.testPct", "add up to 100, got 90"),
        ({"indicators": {"ema": {"fast": 26}}}, "indicators.ema.fast", "below slow (26)"),
        ({"indicators": {"macd": {"slow": 10}}}, "indicators.macd.fast", "below slow (10)"),
        (
            {"indicators": {"sma": {"windows": [5, 900]}}},
            "indicators.sma.windows.1",
            "less than or equal to 250",
        ),
        ({"indicators": {"roc": {"window": 1}}}, "indicators.roc.window", "greater than or equal to 2"),
        ({"universe": {"useAllVn30": False}}, "universe.tickers", "at least one ticker"),
        ({"universe": {"tickers": ["FPT", "FTP"]}}, "universe.tickers", "'FTP'"),
        ({"dataWindow": {"mode": "range"}}, "dataWindow.start", "is needed"),
        (
            {"dataWindow": {"mode": "range", "start": "2021-01-01", "end": "2020-01-01"}},
            "dataWindow.end",
            "after start",
        ),
        ({"dataWindow": {"lastSessions": 100}}, "dataWindow.lastSessions", "longer data window"),
        ({"ensemble": {"method": "best"}}, "ensemble.method", "'mean', 'median' or 'weighted'"),
        ({"ensemble": {"learnWeights": False}}, "ensemble.weights", "turn learnWeights on"),
        (
            {"ensemble": {"learnWeights": False, "weights": {"naive": 0.5, "svr": 0.4}}},
            "ensemble.weights",
            "add up to 1, got 0.9",
        ),
        (
            {"ensemble": {"learnWeights": False, "weights": {"naive": 1, "svr": -0.5}}},
            "ensemble.weights.svr",
            "greater than or equal to 0",
        ),
        ({"ensemble": {"weights": {"garch": 1}}}, "ensemble.weights.garch", "known are naive, randomForest"),
        (
            {
                "ensemble": {"learnWeights": False, "weights": {"randomForest": 1}},
                "models": {"randomForest": {"enabled": False}},
            },
            "ensemble.weights.randomForest",
            "not enabled",
        ),
        ([], "", "must be a JSON object"),
        ("{", "", "Invalid JSON"),
        ({"scaling": {1, 2}}, "", "not JSON"),
    ],
)
def test_a_fault_names_the_field_and_the_remedy(document: Any, path: str, message: str) -> None:
    reported = faults(document)
    assert list(reported) == [path]
    assert message in reported[path]


def test_given_weights() -> None:
    thirds = {"naive": 0.333, "pooled": 0.333, "svr": 0.333}
    given = {"method": "weighted", "learnWeights": False, "weights": thirds}
    weights = parse_config({"ensemble": given}).ensemble.given_weights()
    assert weights is not None
    assert sum(weights.values()) == pytest.approx(1)
    assert weights["svr"] == pytest.approx(1 / 3)
    assert weights["ridge"] == 0
    for learned in ({"learnWeights": True}, {"method": "mean"}):
        assert parse_config({"ensemble": {**given, **learned}}).ensemble.given_weights() is None


def test_old_document() -> None:
    """A document from before weights and the pooled model stays valid."""
    document = default_document()
    del document["ensemble"]["learnWeights"], document["ensemble"]["weights"], document["models"]["pooled"]
    document["ensemble"]["method"] = "mean"
    config = parse_config(document)
    assert config.ensemble.method == "mean"
    assert config.models.pooled.enabled


def test_every_fault_is_listed_at_once() -> None:
    with pytest.raises(InvalidConfig) as refused:
        parse_config({"scaling": "minmax", "models": {"ridge": {"alpha": -1}}})
    assert [fault.field_path for fault in refused.value.faults] == ["models.ridge.alpha", "scaling"]
    assert Fault("scaling", "must be 'standard' or 'none'") in refused.value.faults
    assert "- models.ridge.alpha: must be greater than or equal to 0" in str(refused.value)


@pytest.mark.parametrize("text", ['\ufeff{"dataWindow": {}}', '\ufeff{"dataWindow": {}}'.encode()])
def test_byte_order_mark(text: str | bytes) -> None:
    """An editor may put a byte order mark before the JSON of a Variable."""
    assert parse_config(text) == parse_config({})


def test_direction_needs_classifiers() -> None:
    """The fault names each field to turn off, and the models that are able."""
    message = faults({"targets": {"kind": "direction"}})["targets.kind"]
    assert "Random forest, Gradient boosting, LightGBM, XGBoost, Logistic regression" in message
    assert message.endswith("turn models.svr.enabled, models.ridge.enabled, models.pooled.enabled off")
    off = {name: {"enabled": False} for name in ("svr", "ridge", "pooled")}
    parse_config({"targets": {"kind": "direction"}, "models": off})


def test_classifier_of_returns() -> None:
    """Logistic regression forecasts no returns."""
    assert faults({"models": {"logistic": {"enabled": True}}}) == {
        "models.logistic.enabled": "forecasts the target direction alone: turn it off"
    }
