"""Panels in the feature store: computed once, described, and made again only when something differs."""

import hashlib
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from vn30.artifacts import ArtifactStore
from vn30.features import panel_file, store
from vn30.features.config import IndicatorConfig
from vn30.features.cross_section import cross_section, cross_section_names
from vn30.features.panel import build_panel, feature_names
from vn30.prices import MARKET_COLUMNS

CONFIG = IndicatorConfig()


@pytest.fixture
def bars(market: pd.DataFrame) -> pd.DataFrame:
    return market.assign(date=pd.to_datetime(market["date"]))[MARKET_COLUMNS]


def panel(desk, bars: pd.DataFrame, config: IndicatorConfig = CONFIG, lookback: int = 60) -> str:
    artifacts = ArtifactStore(desk.settings.artifact_root())
    return store.stored_panel(artifacts, bars, bars.iloc[:0], config, lookback).url


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by one line whenever a panel is computed."""
    lines: list[str] = []

    def counting(*arguments, **keywords):
        lines.append("computed")
        return build_panel(*arguments, **keywords)

    monkeypatch.setattr(store, "build_panel", counting)
    return lines


def test_the_file_holds_bars_features_and_ranks_with_a_row_group_a_ticker(desk, bars) -> None:
    url = panel(desk, bars.set_axis(bars.index + 100))
    found = pd.read_parquet(url)
    features, ranks = build_panel(bars, CONFIG, 60), cross_section(bars)
    pd.testing.assert_frame_equal(found[MARKET_COLUMNS], bars, check_dtype=False)
    pd.testing.assert_frame_equal(found[feature_names(CONFIG, 60)], features[feature_names(CONFIG, 60)])
    pd.testing.assert_frame_equal(found[cross_section_names()], ranks[cross_section_names()])
    fpt = pd.read_parquet(url, filters=[("symbol", "==", "FPT")])
    assert fpt["date"].tolist() == bars.loc[bars["symbol"] == "FPT", "date"].tolist()


def test_the_same_bars_and_configuration_are_computed_once(desk, bars, computed) -> None:
    first = panel(desk, bars)
    assert panel(desk, bars.astype({"volume": float}).copy()) == first
    assert len(computed) == 1
    assert desk.count("feature_panels") == 1
    row = desk.rows("SELECT *, last_used_at > created_at AS used FROM feature_panels")[0]
    content = ArtifactStore(desk.settings.artifact_root()).read(first)
    assert (row.sha256, row.size_bytes) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (row.tickers, row.bars, row.used) == (3, len(bars), True)
    assert (row.first_session, row.last_session) == (date(2023, 1, 3), date(2024, 6, 28))
    assert row.configuration["lookback_window"] == 60


def test_other_bars_indices_settings_or_code_make_another_panel(desk, bars, monkeypatch) -> None:
    urls = [panel(desk, bars)]
    corrected = bars.copy()
    corrected.loc[10, "close"] += 0.0001
    urls.append(panel(desk, corrected))
    later = bars.copy()
    later.loc[len(bars) - 1, "date"] += pd.Timedelta(days=3)
    urls.append(panel(desk, later))
    urls.append(panel(desk, bars[bars["symbol"] != "VCB"]))
    urls.append(panel(desk, bars.replace({"symbol": {"VCB": "VIC"}})))
    urls.append(panel(desk, bars, IndicatorConfig(leakage_guard=False)))
    urls.append(panel(desk, bars, lookback=20))
    index = bars[bars["symbol"] == "FPT"].assign(symbol="VNINDEX")
    artifacts = ArtifactStore(desk.settings.artifact_root())
    urls.append(store.stored_panel(artifacts, bars, index, CONFIG, 60).url)
    monkeypatch.setattr(panel_file, "code_version", lambda: "new code")
    urls.append(panel(desk, bars))
    assert len(set(urls)) == 9
    assert desk.count("feature_panels") == 9


def test_a_lost_or_damaged_file_is_made_again(desk, bars, computed) -> None:
    url = panel(desk, bars)
    path = Path(url.removeprefix("file://"))
    whole = path.read_bytes()
    for damage in (path.unlink, lambda: path.write_bytes(whole[:-1])):
        damage()
        assert panel(desk, bars) == url
        assert path.read_bytes() == whole
    assert len(computed) == 3


def test_every_column_is_defined_by_function_and_parameters(desk, bars) -> None:
    panel(desk, bars)
    panel(desk, bars, IndicatorConfig(rsi={"window": 21}))
    columns = desk.rows(
        "SELECT name, kind, function, parameters, definitions.code_version FROM feature_panel_columns "
        "JOIN feature_panels USING (content_hash) JOIN feature_definitions AS definitions "
        "ON definitions.id = definition_id WHERE configuration #>> '{indicators,rsi,window}' = '14' "
        "ORDER BY position"
    )
    assert [row.name for row in columns] == feature_names(CONFIG, 60) + cross_section_names()
    assert {row.code_version for row in columns} == {panel_file.code_version()}
    by_name = {row.name: (row.kind, row.function, row.parameters) for row in columns}
    assert by_name["rsi_14"] == ("ticker", "rsi", {"window": 14, "delay_sessions": 1})
    assert by_name["day_range"] == ("ticker", "day_range", {"delay_sessions": 1})
    assert by_name["vn30_return_5"] == (
        "market",
        "log_return",
        {"span": 5, "delay_sessions": 1, "index": "VN30"},
    )
    assert by_name["rank_return_5"] == ("rank", "log_return", {"span": 5, "delay_sessions": 1})
    assert desk.count("feature_definitions") == len(columns) + 1, "what both panels have is defined once"
