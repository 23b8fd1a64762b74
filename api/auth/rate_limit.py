"""Rate limits of wrong passwords.

Three limits, each over a moving window:

* by name and address, the lowest: against guessing one password. It affects no other address.
* by address, higher: against trying one password on many accounts.
* by name, the highest: against guessing from many addresses. It could lock the owner out, so it does not
  apply to addresses from which the account was signed in to in the last days.

An attempt is counted before its password is checked, so that simultaneous attempts cannot exceed a limit, and
no longer once the password has proved right. Names count whether they exist or not, so that a refusal does
not reveal it. The counts are in the database, which all processes of the API share.
"""

import hashlib
import hmac
import ipaddress
import math
from http import HTTPStatus

import sqlalchemy as sa

from api.core.database import writing
from api.core.errors import ApiError
from vn30.database.warehouse import execute, fetch_returned
from vn30.i18n.localized import localized
from vn30.settings import Settings


class Throttle:
    """The limits, with a key that hides the names in the database."""

    def __init__(self, settings: Settings, key: str) -> None:
        self._key = key.encode()
        self._limits = {
            "window": settings.sign_in_window,
            "of_both": settings.sign_in_failures,
            "of_address": settings.sign_in_failures_address,
            "of_name": settings.sign_in_failures_name,
        }

    def reserve(self, engine: sa.Engine, username: str, address: str) -> None:
        """Count an attempt, if another one is allowed.

        Raises:
            ApiError: 429 ``too_many_attempts``, with the seconds until the next attempt.
        """
        of = {"name_digest": self._digest(username), "address": address}
        with writing(engine) as connection:
            execute(connection, "auth/drop_old_attempts", window=self._limits["window"])
            execute(connection, "auth/lock_attempts", **of)
            attempt = fetch_returned(
                connection, "auth/reserve_attempt", username=username, **of, **self._limits
            )
        if attempt["id"] is None:
            seconds = max(1, math.ceil(attempt["seconds"]))
            raise ApiError(
                HTTPStatus.TOO_MANY_REQUESTS,
                "too_many_attempts",
                localized("Too many wrong passwords. Try again in {seconds} seconds.", seconds=seconds),
                retry_after=seconds,
            )

    def succeeded(self, connection: sa.Connection, username: str, address: str) -> None:
        """Count no earlier attempt of this name from this address, nor the current one."""
        execute(connection, "auth/forgive_attempts", name_digest=self._digest(username), address=address)

    def _digest(self, username: str) -> str:
        if "@" in username:
            # A mail address signs in however it is capitalised, and counts as one name.
            username = username.lower()
        return hmac.new(self._key, username.encode(), hashlib.sha256).hexdigest()


def counted_address(host: str | None) -> str:
    """An IPv4 address unchanged; an IPv6 address as its /64 network, all of which one machine may use."""
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((int(address), 64), strict=False))
    return str(address)
