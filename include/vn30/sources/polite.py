"""How a vendor is called: within its quota, again after a passing fault, and not before it wants to be."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from http import HTTPStatus
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from vn30.sources.base import Quota, SourceError, SourceUnavailable
from vn30.sources.limiter import CallLimiter

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Patience:
    """How often a call is tried, and the waits between: random, up to ``first_wait`` doubled each time.

    The random wait is "full jitter" (Brooker, Exponential Backoff and Jitter, 2015). A vendor that asks for a
    pause of more than ``longest_wait`` is given up at once. All waits are in seconds.
    """

    attempts: int = 4
    first_wait: float = 2.0
    longest_wait: float = 120.0


class PoliteCaller:
    """Calls one vendor for all of the platform's processes on this machine."""

    def __init__(self, vendor: str, quota: Quota, limiter: CallLimiter, patience: Patience) -> None:
        self._vendor = vendor
        self.quota = quota
        self._limiter = limiter
        self._patience = patience

    def __call__(self, call: Callable[[], Answer], notes: list[str] | None = None) -> Answer:
        """The answer of ``call``, which is repeated while it raises SourceUnavailable.

        Args:
            call: the call.
            notes: gets a line for each fault after which the vendor was asked again.

        Raises:
            SourceUnavailable: the last one, when patience is at its end.
        """
        patience = self._patience
        attempts = Retrying(
            stop=stop_after_attempt(patience.attempts),
            wait=wait_random_exponential(multiplier=patience.first_wait, max=patience.longest_wait),
            retry=retry_if_exception(self._is_worth_another_try),
            before_sleep=partial(self._tell, [] if notes is None else notes),
            reraise=True,
        )
        answer: Answer = attempts(self._one_call, call)
        return answer

    def _one_call(self, call: Callable[[], Answer]) -> Answer:
        self._limiter.wait_for_turn(self.quota, self._vendor)
        try:
            return call()
        except SourceUnavailable as error:
            if error.retry_after:
                self._limiter.pause(self._vendor, error.retry_after)
            raise

    def _is_worth_another_try(self, error: BaseException) -> bool:
        if not isinstance(error, SourceUnavailable):
            return False
        return error.retry_after is None or error.retry_after <= self._patience.longest_wait

    def _tell(self, notes: list[str], state: RetryCallState) -> None:
        outcome = state.outcome.exception() if state.outcome else None
        notes.append(f"{outcome}; asked again")
        log.warning(
            "%s, try %d of %d: %s", self._vendor, state.attempt_number, self._patience.attempts, outcome
        )


def refused(vendor: str, status: int, retry_after: str | None) -> SourceError | SourceUnavailable:
    """What an HTTP status from 400 on means: 408, 429 and 5xx may pass, any other is for good."""
    phrase = f"{vendor} answered {status} {_phrase(status)}".rstrip()
    if status in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS) or status >= 500:
        return SourceUnavailable(phrase, retry_after=seconds_to_wait(retry_after))
    return SourceError(phrase)


def seconds_to_wait(retry_after: str | None) -> float | None:
    """The header ``Retry-After`` as seconds from now (RFC 9110, 10.2.3); None without a readable one."""
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
