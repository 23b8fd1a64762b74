"""Descriptions of schedules, which Airflow has in English, as localized texts."""

import re

from cron_descriptor import FormatException, MissingFieldException, Options, get_description

from vn30.i18n.language import Language
from vn30.i18n.localized import Localized, localized

_AT = re.compile(r"At (\d{1,2}:\d\d(?: [AP]M)?) on HOSE sessions")
_ON = re.compile(r"(.+) on HOSE sessions")
# The library's Vietnamese has English names of days, and an unusual word for times.
_CORRECTED = {
    "Monday": "thứ Hai",
    "Tuesday": "thứ Ba",
    "Wednesday": "thứ Tư",
    "Thursday": "thứ Năm",
    "Friday": "thứ Sáu",
    "Saturday": "thứ Bảy",
    "Sunday": "Chủ nhật",
    "chỉ trên": "chỉ vào",
    "Tại": "Lúc",
}


def schedule_words(label: str, cron: str = "", language: Language = "en") -> str:
    """The label of :mod:`vn30.airflow.timetable`; another one that is no message stays in English.

    Args:
        cron: the expression that the label describes; without one it stays in English, except for a time.
        language: of the description of the expression.
    """
    if at := _AT.fullmatch(label):
        return localized("At {time} on HOSE sessions", time=at[1])
    if on := _ON.fullmatch(label):
        return localized("{schedule} on HOSE sessions", schedule=_described(cron, language) or on[1])
    return label if "{" in label or "}" in label else Localized(label, None, {})


def _described(cron: str, language: Language) -> str | None:
    if not cron or language != "vi":
        return None
    options = Options()
    options.locale_code, options.use_24hour_time_format = "vi_VN", True
    try:
        words = get_description(cron, options)
    except (FormatException, MissingFieldException):
        return None
    for wrong, right in _CORRECTED.items():
        words = words.replace(wrong, right)
    return " ".join(words.split())
