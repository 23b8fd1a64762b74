"""Panels in the feature store: computed once per input, and described by definitions."""

import hashlib
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vn30.experiments.pooled_features import read_features
from vn30.features import feature_store, panel_io
from vn30.features.cross_section import cross_section, cross_section_names
from vn30.features.indicator_config import IndicatorConfig
from vn30.features.panel import build_panel, feature_names
from vn30.forecasting.pooled import pooled_features
from vn30.market.bars import MARKET_COLUMNS
from vn30.storage.artifacts import ArtifactStore
from vn30.training_config.document import TrainingConfig

CONFIG = IndicatorConfig()


@pytest.fixture
def bars(market: pd.DataFrame) -> pd.DataFrame:
    return market.assign(date=pd.to_datetime(market["date"]))[MARKET_COLUMNS]


def panel(platform, bars: pd.DataFrame, config: IndicatorConfig = CONFIG, lookback: int = 60) -> str:
    artifacts = ArtifactStore(platform.settings.artifact_root())
    return feature_store.stored_panel(artifacts, bars, bars.iloc[:0], config, lookback).url


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list with one entry per computed panel."""
    lines: list[str] = []

    def counting(*arguments, **keywords):
        lines.append("computed")
        return build_panel(*arguments, **keywords)

    monkeypatch.setattr(feature_store, "build_panel", counting)
    return lines


def test_content_of_file(platform, bars) -> None:
    """The file holds bars, features and ranks, with a row group a ticker."""
    url = panel(platform, bars.set_axis(bars.index + 100))
    stored = pd.read_parquet(url)
    features, ranks = build_panel(bars, CONFIG, 60), cross_section(bars, CONFIG.leakage_guard)
    pd.testing.assert_frame_equal(stored[MARKET_COLUMNS], bars, check_dtype=False)
    pd.testing.assert_frame_equal(stored[feature_names(CONFIG, 60)], features[feature_names(CONFIG, 60)])
    pd.testing.assert_frame_equal(stored[cross_section_names()], ranks[cross_section_names()])
    fpt = pd.read_parquet(url, filters=[("symbol", "==", "FPT")])
    assert fpt["date"].tolist() == bars.loc[bars["symbol"] == "FPT", "date"].tolist()


def test_features_of_the_pooled_model(platform, bars) -> None:
    """Read ticker by ticker, they are those of the whole panel; a removed file is named."""
    config = TrainingConfig()
    url = panel(platform, bars, config.indicators, config.targets.lookback_window)
    stored = feature_store.read_rows(platform.store, url)
    features = read_features(platform.store, url, stored["date"], config)
    np.testing.assert_array_equal(features, pooled_features(stored, config))
    assert np.isnan(features).any()
    platform.store.path(url).unlink()
    with pytest.raises(feature_store.FileGone, match="Clear the run from its task panel"):
        read_features(platform.store, url, stored["date"], config)


def test_computed_once(platform, bars, computed) -> None:
    """The same bars and configuration are computed once."""
    first = panel(platform, bars)
    assert panel(platform, bars.astype({"volume": float}).copy()) == first
    assert len(computed) == 1
    assert platform.count("feature_panels") == 1
    row = platform.rows("SELECT *, last_used_at > created_at AS used FROM feature_panels")[0]
    content = ArtifactStore(platform.settings.artifact_root()).read(first)
    assert (row.sha256, row.size_bytes) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (row.tickers, row.bars, row.used) == (3, len(bars), True)
    assert (row.first_session, row.last_session) == (date(2023, 1, 3), date(2024, 6, 28))
    assert row.configuration["lookback_window"] == 60


def test_panel_hash(platform, bars, monkeypatch) -> None:
    """Other bars, indices, settings or code make another panel."""
    urls = [panel(platform, bars)]
    corrected = bars.copy()
    corrected.loc[10, "close"] += 0.0001
    urls.append(panel(platform, corrected))
    later = bars.copy()
    later.loc[len(bars) - 1, "date"] += pd.Timedelta(days=3)
    urls.append(panel(platform, later))
    urls.append(panel(platform, bars[bars["symbol"] != "VCB"]))
    urls.append(panel(platform, bars.replace({"symbol": {"VCB": "VIC"}})))
    urls.append(panel(platform, bars, IndicatorConfig(leakage_guard=True)))
    urls.append(panel(platform, bars, lookback=20))
    index = bars[bars["symbol"] == "FPT"].assign(symbol="VNINDEX")
    artifacts = ArtifactStore(platform.settings.artifact_root())
    urls.append(feature_store.stored_panel(artifacts, bars, index, CONFIG, 60).url)
    monkeypatch.setattr(panel_io, "code_version", lambda: "new code")
    urls.append(panel(platform, bars))
    assert len(set(urls)) == 9
    assert platform.count("feature_panels") == 9


def test_lost_or_damaged_file(platform, bars, computed) -> None:
    """A lost or damaged file is computed again."""
    url = panel(platform, bars)
    path = Path(url.removeprefix("file://"))
    whole = path.read_bytes()
    for damage in (path.unlink, lambda: path.write_bytes(whole[:-1])):
        damage()
        assert panel(platform, bars) == url
        assert path.read_bytes() == whole
    assert len(computed) == 3


def test_definitions(platform, bars) -> None:
    """Every column is defined by a function and its parameters."""
    panel(platform, bars)
    panel(platform, bars, IndicatorConfig(rsi={"window": 21}))
    columns = platform.rows(
        "SELECT name, kind, function, parameters, definitions.code_version FROM feature_panel_columns "
        "JOIN feature_panels USING (content_hash) JOIN feature_definitions AS definitions "
        "ON definitions.id = definition_id WHERE configuration #>> '{indicators,rsi,window}' = '14' "
        "ORDER BY position"
    )
    assert [row.name for row in columns] == feature_names(CONFIG, 60) + cross_section_names()
    assert {row.code_version for row in columns} == {panel_io.code_version()}
    by_name = {row.name: (row.kind, row.function, row.parameters) for row in columns}
    assert by_name["rsi_14"] == ("ticker", "rsi", {"window": 14, "delay_sessions": 0})
    assert by_name["day_range"] == ("ticker", "day_range", {"delay_sessions": 0})
    assert by_name["vn30_return_5"] == (
        "market",
        "log_return",
        {"span": 5, "delay_sessions": 0, "index": "VN30"},
    )
    assert by_name["rank_return_5"] == ("rank", "log_return", {"span": 5, "delay_sessions": 0})
    assert platform.count("feature_definitions") == len(columns) + 1, "what both panels have is defined once"
