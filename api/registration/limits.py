"""Limits of requests for mails with links: against mass registration and against flooding a mailbox.

Four limits over one moving window: by mail address, by IP address (of IPv6: a /64 network), by network (/24
of IPv4, /48 of IPv6) and in total. Addresses count whether they have an account or not, so that a refusal
does not reveal it. The counts are in the database, which all processes of the API share.
"""

import hashlib
import hmac
import ipaddress
import math
from http import HTTPStatus

import sqlalchemy as sa

from api.auth.caller import Caller
from api.core.errors import ApiError
from vn30.database.warehouse import execute, fetch_returned
from vn30.i18n.localized import localized
from vn30.settings import Settings


class MailLimits:
    """The limits, with a key that hides the mail addresses in the database."""

    def __init__(self, settings: Settings, key: str) -> None:
        self._key = key.encode()
        self._limits = {
            "window": settings.mail_requests_window,
            "of_email": settings.mail_requests_email,
            "of_address": settings.mail_requests_address,
            "of_network": settings.mail_requests_network,
            "of_all": settings.mail_requests_total,
        }

    def reserve(self, connection: sa.Connection, email: str, caller: Caller) -> None:
        """Count a request, if another one is allowed; simultaneous requests wait for each other.

        Raises:
            ApiError: 429 ``too_many_requests``, with the seconds until the next request.
        """
        execute(connection, "registration/lock_requests")
        execute(connection, "registration/drop_old_requests", window=self._limits["window"])
        request = fetch_returned(
            connection,
            "registration/reserve_request",
            email_digest=hmac.new(self._key, email.encode(), hashlib.sha256).hexdigest(),
            address=caller.address,
            network=network_of(caller.address),
            **self._limits,
        )
        if request["id"] is None:
            seconds = max(1, math.ceil(request["seconds"]))
            raise ApiError(
                HTTPStatus.TOO_MANY_REQUESTS,
                "too_many_requests",
                localized("Too many requests for mails. Try again in {seconds} seconds.", seconds=seconds),
                retry_after=seconds,
            )


def network_of(address: str) -> str:
    """The /24 network of an IPv4 address, the /48 network of an IPv6 address or network."""
    try:
        inside = ipaddress.ip_network(address)
    except ValueError:
        return "unknown"
    return str(inside.supernet(new_prefix=24 if inside.version == 4 else 48))
