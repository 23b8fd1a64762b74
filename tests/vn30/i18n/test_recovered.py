"""Texts that are stored in English are found again as messages, with their values."""

from collections.abc import Callable

import pytest

from vn30.backtesting.wording import localized_label
from vn30.experiments.wording import localized_error, localized_suspicion
from vn30.explanation.wording import localized_description
from vn30.i18n.catalogue import in_language
from vn30.lake.wording import localized_meaning


@pytest.mark.parametrize(
    ("localized", "stored", "vietnamese"),
    [
        (localized_label, "Threshold 0.5, Minimum holding 3, Bot True, Fill open", None),
        (localized_error, "2 of 30 tickers failed: FPT, VCB", "2 trên 30 mã bị lỗi: FPT, VCB"),
        (
            localized_suspicion,
            "7 sessions: skill 0.310 is above 0.10: check for a leak first",
            "7 phiên: mức vượt mốc 0,310 cao hơn 0,10: trước hết hãy kiểm tra rò rỉ dữ liệu",
        ),
        (localized_meaning, "closing price", "giá đóng cửa"),
        (localized_meaning, 'rsi {"window": 14}, of kind stock; null where its window is not yet full', None),
        (localized_description, "VNINDEX: return over 20 sessions", "VNINDEX: lợi suất 20 phiên"),
        (localized_description, "return over 1 session", "lợi suất 1 phiên"),
    ],
)
def test_message_of_a_stored_text(
    localized: Callable[[str], str], stored: str, vietnamese: str | None
) -> None:
    """English reads as it was stored, and Vietnamese is translated."""
    text = localized(stored)
    assert str(text) == stored
    translated = in_language(text, "vi")
    assert translated == vietnamese if vietnamese else not translated.isascii()


@pytest.mark.parametrize("stored", ["", "anything else: {x}", "2 of 30 tickers"])
def test_other_texts_stay(stored: str) -> None:
    assert localized_error(stored) == stored
    assert localized_label(stored) == stored
