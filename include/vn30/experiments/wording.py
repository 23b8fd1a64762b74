"""What is stored of training runs in English, as localized texts: errors in their logs, and suspicions."""

import re

from vn30.evaluation.significance import SUSPICIONS
from vn30.i18n.localized import joined, localized_plural, marked
from vn30.i18n.recovered import recovered

FAILED_TICKERS = marked("{failed} of {tickers} tickers failed: {names}")
"""The last error of a run that has not published all its tickers."""

_ERRORS = (
    FAILED_TICKERS,
    marked("Closed as failed: Airflow ended the run ({reason}) before the task finish could close it"),
    marked("Closed as failed: its Airflow run has ended or was deleted"),
    marked("No {what} up to {as_of} for {missing}"),
)
_AT_HORIZON = re.compile(r"(\d+) sessions: (.*)")


def localized_error(message: str) -> str:
    """The error of a run's log as a localized text; as it is if it is of no known kind."""
    return recovered(message, _ERRORS)


def localized_suspicion(reason: str) -> str:
    """A suspicion of :meth:`vn30.evaluation.market_scores.MarketScores.suspicions` as a localized text."""
    if not (found := _AT_HORIZON.fullmatch(reason)):
        return reason
    return joined(
        ": ",
        localized_plural("{count} session", "{count} sessions", int(found[1])),
        recovered(found[2], SUSPICIONS),
    )
