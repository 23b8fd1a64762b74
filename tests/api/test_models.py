"""Model status and overview, and the guard around the plots."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from s3fs import S3FileSystem

from api.errors import ApiError
from api.models.service import open_artifact
from vn30.artifacts import ArtifactStore
from vn30.settings import Settings

MODELS = "/api/v1/models"
STAMP = {"asOf": "2025-03-31", "dataSource": "csv"}


def test_model_status_shows_every_error_beside_the_naive_one(end_user: httpx.Client) -> None:
    others = {"coverage": 0.8, "directionHitRate": None, "intervalWidthPct": None}
    unproven = {"verdict": "not proven", "pValue": 0.6, **others}
    assert end_user.get(f"{MODELS}/fpt/status").json() == {
        "ticker": "FPT",
        "state": "fresh",
        "lastUpdatedAt": "2025-03-03T10:00:00Z",
        "metrics": {
            "7d": {"mapePct": 3.92, "naiveMapePct": 4.0, "skill": 0.02, "verdict": "proven", "pValue": 0.03}
            | others,
            "15d": {"mapePct": 6.06, "naiveMapePct": 6.0, "skill": -0.01, **unproven},
            "30d": {"mapePct": 8.24, "naiveMapePct": 8.0, "skill": -0.03, **unproven},
        },
        # On session 49, at 149,000, it was said that session 56 would close at 156,000, and so it did.
        "live": {
            "7d": {"forecasts": 1, "mapePct": 0.0, "naiveMapePct": 4.487, "skill": 1.0, "coverage": 1.0}
        },
        **STAMP,
    }


def test_a_model_of_three_sessions_ago_is_stable_and_one_beaten_everywhere_stale(
    end_user: httpx.Client,
) -> None:
    states = {ticker: end_user.get(f"{MODELS}/{ticker}/status").json()["state"] for ticker in ("HPG", "VCB")}
    assert states == {"HPG": "stable", "VCB": "stale"}


def test_the_overview_lists_every_model(data_scientist: httpx.Client) -> None:
    rows = data_scientist.get(MODELS).json()
    assert [row["ticker"] for row in rows] == ["FPT", "HPG", "VCB"]
    assert rows[0] == {
        "ticker": "FPT",
        "state": "fresh",
        "lastTrained": "2025-03-03T10:00:00Z",
        "mape": {"7d": 3.92, "15d": 6.06, "30d": 8.24},
        "naiveMape": {"7d": 4.0, "15d": 6.0, "30d": 8.0},
        "skill": {"7d": 0.02, "15d": -0.01, "30d": -0.03},
        "verdict": {"7d": "proven", "15d": "not proven", "30d": "not proven"},
        "predictions": {"7d": 4.4025, "15d": 9.434, "30d": 18.8679},
        "plotUrl": "/api/v1/models/FPT/evaluation.png",
        **STAMP,
    }
    assert rows[1]["plotUrl"] is None


def test_the_plot_is_served_from_the_store(data_scientist: httpx.Client) -> None:
    answer = data_scientist.get(f"{MODELS}/FPT/evaluation.png")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert answer.content == b"\x89PNG of FPT"


@pytest.mark.parametrize("ticker", ["VCB", "HPG"])
def test_a_plot_outside_the_store_or_not_there_is_missing(data_scientist: httpx.Client, ticker: str) -> None:
    answer = data_scientist.get(f"{MODELS}/{ticker}/evaluation.png")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_plot")


def test_no_url_leads_out_of_the_store(tmp_path: Path, api_settings: Callable[..., Settings]) -> None:
    store = tmp_path / "store"
    store.mkdir()
    (tmp_path / "secret.png").write_bytes(b"secret")
    (store / "plot.png").write_bytes(b"plot")
    (store / "link.png").symlink_to(tmp_path / "secret.png")
    settings = api_settings("postgresql://unused", artifact_store=store.as_uri())
    assert open_artifact(settings, (store / "plot.png").as_uri()) == b"plot"
    for url in (
        (tmp_path / "secret.png").as_uri(),
        f"{store.as_uri()}/../secret.png",
        f"{store.as_uri()}/%2e%2e/secret.png",
        f"{store.as_uri()}/link.png",
        f"{store.as_uri()}/missing.png",
        store.as_uri(),
    ):
        with pytest.raises(ApiError) as refused:
            open_artifact(settings, url)
        assert (refused.value.status, refused.value.code) == (404, "no_plot")


def test_a_plot_is_read_from_a_bucket_as_well(
    bucket: str, api_settings: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = api_settings("postgresql://unused", artifact_store=bucket)
    url = ArtifactStore(bucket).put("models/run/FPT/evaluation.png", b"plot").url
    assert open_artifact(settings, url) == b"plot"
    for elsewhere in (f"{bucket}/missing.png", "s3://other/plot.png", "file:///etc/passwd"):
        with pytest.raises(ApiError) as refused:
            open_artifact(settings, elsewhere)
        assert (refused.value.status, refused.value.code) == (404, "no_plot")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    S3FileSystem.clear_instance_cache()
    with pytest.raises(ApiError) as refused:
        open_artifact(settings, url)
    assert (refused.value.status, refused.value.code) == (503, "artifacts_unavailable")


@pytest.mark.parametrize(("path", "code"), [("VNM/status", "no_model"), ("XYZ/status", "unknown_ticker")])
def test_tickers_without_a_model(end_user: httpx.Client, path: str, code: str) -> None:
    answer = end_user.get(f"{MODELS}/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, code)
