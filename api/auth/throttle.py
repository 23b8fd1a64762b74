"""How often somebody may get a password wrong.

Three counts of wrong passwords, each over a moving window:

* of one name from one address: few. It stops guessing, and costs nobody else anything.
* from one address, whatever the names: more. It stops trying one password on many accounts.
* of one name from anywhere: many. It stops guessing from many addresses at once. It alone could be used to
  keep somebody out of their own account, so it does not count where that account was signed in to from the
  same address in the last days, and elsewhere holds only until the window has moved on.

Names count whether they exist or not: a refusal tells nothing about that. Right passwords do not count.
"""

import ipaddress
import math
import time
from collections.abc import Callable
from http import HTTPStatus

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.errors import ConfigurationError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from api.errors import ApiError
from vn30.errors import WrongInput
from vn30.settings import Settings


class Throttle:
    """The counts of one API; several processes share theirs through ``VN30_RATE_LIMIT_STORE``.

    Raises:
        WrongInput: there is no such store, or its client library is not installed.
    """

    def __init__(self, settings: Settings) -> None:
        url = settings.rate_limit_store.get_secret_value()
        try:
            self._counts = MovingWindowRateLimiter(storage_from_string(url, wrap_exceptions=True))
        except ConfigurationError as error:
            raise WrongInput(f"VN30_RATE_LIMIT_STORE cannot be used: {error}") from error
        window = settings.sign_in_window
        self._of_name_and_address = RateLimitItemPerSecond(settings.sign_in_failures, window, "sign-in")
        self._of_address = RateLimitItemPerSecond(settings.sign_in_failures_address, window, "sign-in-from")
        self._of_name = RateLimitItemPerSecond(settings.sign_in_failures_name, window, "sign-in-as")

    def check(self, username: str, address: str, known: Callable[[], bool]) -> None:
        """Do nothing as long as another password may be tried.

        Args:
            known: tells whether this account was signed in to from this address lately.

        Raises:
            ApiError: 429 ``too_many_attempts``, with the seconds until another one may be.
        """
        self._check(self._of_name_and_address, username, address)
        self._check(self._of_address, address)
        if not self._counts.test(self._of_name, username) and not known():
            self._check(self._of_name, username)

    def failed(self, username: str, address: str) -> None:
        """Count a wrong password."""
        self._counts.hit(self._of_name_and_address, username, address)
        self._counts.hit(self._of_address, address)
        self._counts.hit(self._of_name, username)

    def succeeded(self, username: str, address: str) -> None:
        """Forget the wrong passwords of this name from this address."""
        self._counts.clear(self._of_name_and_address, username, address)

    def _check(self, limit: RateLimitItem, *of: str) -> None:
        if self._counts.test(limit, *of):
            return
        seconds = max(1, math.ceil(self._counts.get_window_stats(limit, *of).reset_time - time.time()))
        raise ApiError(
            HTTPStatus.TOO_MANY_REQUESTS,
            "too_many_attempts",
            f"Too many wrong passwords. Try again in {seconds} seconds.",
            retry_after=seconds,
        )


def counted_address(host: str | None) -> str:
    """An IPv4 address as it is, an IPv6 one as its network of 64 bits, which one machine owns as a whole."""
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((int(address), 64), strict=False))
    return str(address)
