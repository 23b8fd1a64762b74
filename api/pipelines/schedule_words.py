"""Descriptions of schedules, which Airflow has in English, in the language of the request."""

import re
from typing import Annotated

from pydantic import BeforeValidator

from api.core.language import translated
from vn30.i18n.localized import localized

_AT = re.compile(r"At (\d{1,2}:\d\d(?: [AP]M)?) on HOSE sessions")
_ON = re.compile(r"(.+) on HOSE sessions")


def in_words(label: str) -> str:
    """The label of :mod:`vn30.airflow.timetable`; another one, such as of assets, stays as it is."""
    if at := _AT.fullmatch(label):
        return localized("At {time} on HOSE sessions", time=at[1])
    if on := _ON.fullmatch(label):
        return localized("{schedule} on HOSE sessions", schedule=on[1])
    return label


ScheduleWords = Annotated[
    str, BeforeValidator(lambda label: translated(in_words(label)) if isinstance(label, str) else label)
]
"""A field with the description of a schedule."""
