"""The kinds of alerts: for whom each matters, what to do about it, and where the runbook says more."""

from dataclasses import dataclass
from typing import Literal

KindName = Literal["failure", "late_prices", "stale_models", "data_quality"]


@dataclass(frozen=True)
class Kind:
    """What all alerts of a kind have in common.

    Attributes:
        matters: for whom it matters, and how.
        remedy: what to do first.
        anchor: the section of ``docs/runbook.md``.
        repeats: whether it is told again while it goes on, though nothing is new.
    """

    matters: str
    remedy: str
    anchor: str
    repeats: bool


KINDS: dict[KindName, Kind] = {
    "failure": Kind(
        matters="Who reads prices and forecasts sees those of the last run that succeeded.",
        remedy="Read the reasons, mend the cause, and clear the failed tasks of the run in Airflow.",
        anchor="a-run-failed",
        repeats=True,
    ),
    "late_prices": Kind(
        matters="Prices and forecasts of this session are missing for everybody.",
        remedy="See whether the crawler runs, waits or is paused; when its source answers, trigger it again.",
        anchor="prices-are-late",
        repeats=True,
    ),
    "stale_models": Kind(
        matters="Investors should not lean on the forecasts of these tickers; data scientists should look.",
        remedy="Old models: see why the training does not run. Beaten ones: compare configurations.",
        anchor="models-are-stale",
        repeats=False,
    ),
    "data_quality": Kind(
        matters="The session is not announced, and forecasts made with these prices may be wrong.",
        remedy="Read the findings of the crawl, mend the cause at its source, and trigger the crawler again.",
        anchor="prices-are-wrong",
        repeats=True,
    ),
}
