"""Calls a vendor within its quota, and retries transient errors with the wait that it asks for."""

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
from vn30.sources.rate_limiter import CallLimiter

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class RetryPolicy:
    """Number of attempts, and the waits between them in seconds.

    A wait is random, up to ``first_wait`` doubled with each attempt, ``max_wait`` at most: "full jitter"
    (M. Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015). If a vendor asks for a pause
    longer than ``max_wait``, no further attempt is made.
    """

    attempts: int = 4
    first_wait: float = 2.0
    max_wait: float = 120.0


class RetryingCaller:
    """Calls one vendor; its quota and its pauses are shared with all processes of this machine."""

    def __init__(self, vendor: str, quota: Quota, limiter: CallLimiter, policy: RetryPolicy) -> None:
        self._vendor = vendor
        self.quota = quota
        self._limiter = limiter
        self._policy = policy

    def __call__(self, call: Callable[[], Answer], notes: list[str] | None = None) -> Answer:
        """The answer of ``call``, which is repeated while it raises SourceUnavailable.

        Args:
            call: one request.
            notes: receives a line for each error after which the request was retried.

        Raises:
            SourceUnavailable: the last one, after the last attempt.
        """
        policy = self._policy
        attempts = Retrying(
            stop=stop_after_attempt(policy.attempts),
            wait=wait_random_exponential(multiplier=policy.first_wait, max=policy.max_wait),
            retry=retry_if_exception(self._is_retryable),
            before_sleep=partial(self._note, [] if notes is None else notes),
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

    def _is_retryable(self, error: BaseException) -> bool:
        if not isinstance(error, SourceUnavailable):
            return False
        return error.retry_after is None or error.retry_after <= self._policy.max_wait

    def _note(self, notes: list[str], state: RetryCallState) -> None:
        outcome = state.outcome.exception() if state.outcome else None
        notes.append(f"{outcome}; retried")
        log.warning(
            "%s, attempt %d of %d: %s", self._vendor, state.attempt_number, self._policy.attempts, outcome
        )


def refused(vendor: str, status: int, retry_after: str | None) -> SourceError | SourceUnavailable:
    """The error for an HTTP status from 400 on: transient for 408, 429 and 5xx, permanent for all others."""
    phrase = f"{vendor} answered {status} {_phrase(status)}".rstrip()
    if status in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS) or status >= 500:
        return SourceUnavailable(phrase, retry_after=seconds_to_wait(retry_after))
    return SourceError(phrase)


def seconds_to_wait(retry_after: str | None) -> float | None:
    """The header ``Retry-After`` as seconds from now (RFC 9110, 10.2.3); None if absent or unreadable."""
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
