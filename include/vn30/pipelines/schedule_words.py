"""Descriptions of schedules, which Airflow has in English, as localized texts."""

import re

from vn30.i18n.localized import Localized, localized

_AT = re.compile(r"At (\d{1,2}:\d\d(?: [AP]M)?) on HOSE sessions")
_ON = re.compile(r"(.+) on HOSE sessions")


def schedule_words(label: str) -> str:
    """The label of :mod:`vn30.airflow.timetable`; another one that is no message stays in English."""
    if at := _AT.fullmatch(label):
        return localized("At {time} on HOSE sessions", time=at[1])
    if on := _ON.fullmatch(label):
        return localized("{schedule} on HOSE sessions", schedule=on[1])
    return label if "{" in label or "}" in label else Localized(label, None, {})
