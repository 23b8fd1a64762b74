"""Answers in the language that the client accepts, each marked as such."""

from collections.abc import Callable

import httpx
import pytest

KEY_FIGURES = "/api/v1/stocks/FPT/fundamentals"
VI, EN = {"Accept-Language": "vi-VN,vi;q=0.9,en;q=0.5"}, {"Accept-Language": "en-GB"}


@pytest.mark.parametrize(
    ("method", "path", "code", "english", "vietnamese"),
    [
        (
            "GET",
            "/stocks/ABC/fundamentals",
            "unknown_ticker",
            "There is no stock 'ABC'.",
            "Không có mã 'ABC'.",
        ),
        (
            "GET",
            "/stocks/market-table?page=0",
            "validation_error",
            "page: must be greater than or equal to 1",
            "page: phải lớn hơn hoặc bằng 1",
        ),
        (
            "GET",
            "/stocks/FPT/chart?predictionRange=8d",
            "validation_error",
            "predictionRange: must be '7d', '15d' or '30d'",
            "predictionRange: phải là '7d', '15d' hoặc '30d'",
        ),
        ("GET", "/nothing", "not_found", "Not Found", "Không tìm thấy"),
        (
            "PATCH",
            "/account/settings",
            "validation_error",
            "feePct: must be less than or equal to 5.0",
            "feePct: phải nhỏ hơn hoặc bằng 5,0",
        ),
    ],
)
def test_errors(
    end_user: httpx.Client, method: str, path: str, code: str, english: str, vietnamese: str
) -> None:
    """The message is translated, the code and the names of fields are not."""
    body = {"feePct": 6} if method == "PATCH" else None
    for headers, language, message in ((EN, "en", english), (VI, "vi", vietnamese), ({}, "en", english)):
        answer = end_user.request(method, f"/api/v1{path}", json=body, headers=headers)
        assert answer.json() == {"code": code, "message": message}
        assert answer.headers["Content-Language"] == language
        assert "Accept-Language" in answer.headers["Vary"]


def test_market_reads(end_user: httpx.Client) -> None:
    """A kept answer and an ETag are of one language: neither is used for the other."""
    for _ in range(2):
        answers = [end_user.get(KEY_FIGURES, headers=headers).raise_for_status() for headers in (EN, VI)]
        english, vietnamese = (
            next(row["note"] for row in answer.json()["figures"] if row["metric"] == "high_52_weeks")
            for answer in answers
        )
        assert english.startswith("highest price")
        assert vietnamese.startswith("giá cao nhất")
        assert [answer.headers["Content-Language"] for answer in answers] == ["en", "vi"]
    for headers, known, status in ((EN, 0, 304), (EN, 1, 200), (VI, 1, 304), (VI, 0, 200)):
        known_tag = {"If-None-Match": answers[known].headers["ETag"]}
        answer = end_user.get(KEY_FIGURES, headers={**headers, **known_tag})
        assert answer.status_code == status
        assert "Accept-Language" in answer.headers["Vary"]


def test_answers_without_words(end_user: httpx.Client) -> None:
    """An answer that no language changes is not marked."""
    answer = end_user.get("/api/v1/account", headers=VI).raise_for_status()
    assert "Content-Language" not in answer.headers
    assert "Accept-Language" not in answer.headers.get("Vary", "")


def test_chosen_language(anonymous: httpx.Client, sign_in: Callable[..., httpx.Client]) -> None:
    """The account keeps a language, and a consent that of the text that was shown."""
    user = sign_in(anonymous, "enduser2")
    texts = [user.get("/api/v1/account/consent", headers=headers).json() for headers in (EN, VI)]
    assert [text["language"] for text in texts] == ["en", "vi"]
    assert texts[0]["version"] == texts[1]["version"]
    assert "NẮM GIỮ" in texts[1]["text"]
    body = {"version": texts[1]["version"], "language": "vi"}
    given = user.post("/api/v1/account/consent", json=body).raise_for_status().json()
    assert [text["language"] for text in given["accepted"]] == ["vi"]
    settings = user.patch("/api/v1/account/settings", json={"language": "vi"}).raise_for_status().json()
    assert settings["language"] == user.get("/api/v1/account/settings").json()["language"] == "vi"
    assert user.patch("/api/v1/account/settings", json={"language": "fr"}).status_code == 422
