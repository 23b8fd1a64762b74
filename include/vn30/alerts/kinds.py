"""The kinds of alerts: whom each concerns, what to do about it, and the runbook's section on it."""

from dataclasses import dataclass
from typing import Literal

from vn30.i18n.localized import localized

KindName = Literal["failure", "late_prices", "stale_models", "data_quality"]


@dataclass(frozen=True)
class Kind:
    """What all alerts of a kind have in common.

    Attributes:
        matters: whom it concerns, and how.
        remedy: what to do first.
        anchor: the section of ``docs/runbook.md``.
        repeats: whether an open alert is sent again after the quiet hours although nothing in it is new.
    """

    matters: str
    remedy: str
    anchor: str
    repeats: bool


KINDS: dict[KindName, Kind] = {
    "failure": Kind(
        matters=localized("Users see the prices and forecasts of the last run that succeeded."),
        remedy=localized(
            "Read the reasons, fix the cause, then clear the failed tasks of the run in Airflow."
        ),
        anchor="a-run-failed",
        repeats=True,
    ),
    "late_prices": Kind(
        matters=localized("All users lack the prices and the forecasts of this session."),
        remedy=localized(
            "Check whether the crawler runs, is queued or is paused. Trigger it when its source answers."
        ),
        anchor="prices-are-late",
        repeats=True,
    ),
    "stale_models": Kind(
        matters=localized("The forecasts of these tickers come from models that lack the newest prices."),
        remedy=localized("Find out why the training DAG does not run or fails, and trigger it."),
        anchor="models-are-stale",
        repeats=False,
    ),
    "data_quality": Kind(
        matters=localized("The session is not announced, and forecasts made with these prices may be wrong."),
        remedy=localized(
            "Read the findings of the crawl, fix the cause at its source, then trigger the crawler again."
        ),
        anchor="prices-are-wrong",
        repeats=True,
    ),
}
