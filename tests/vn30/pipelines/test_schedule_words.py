"""Descriptions of schedules in Vietnamese."""

import pytest

from vn30.i18n.catalogue import in_language
from vn30.pipelines.schedule_words import schedule_words


@pytest.mark.parametrize(
    ("label", "cron", "words"),
    [
        ("At 17:00 on HOSE sessions", "0 17 * * *", "Lúc 17:00 vào các phiên của HOSE"),
        ("At 20:00, only on Friday on HOSE sessions", "0 20 * * 5", "Lúc 20:00, chỉ vào thứ Sáu"),
        ("Every 15 minutes on HOSE sessions", "*/15 9-15 * * 1-5", "từ thứ Hai đến thứ Sáu"),
        ("nonsense on HOSE sessions", "nonsense", "nonsense"),
    ],
)
def test_description_of_a_cron(label: str, cron: str, words: str) -> None:
    assert words in in_language(schedule_words(label, cron, "vi"), "vi")
    assert str(schedule_words(label, cron)) == label
