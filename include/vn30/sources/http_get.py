"""One GET request to a vendor, with limits on the time and the size of its answer."""

from collections.abc import Mapping
from time import monotonic
from typing import NamedTuple

import httpx

from vn30.sources.base import SourceUnavailable

MAX_ANSWER = 16_000_000
"""Bytes; fifty years of daily bars are under 2,000,000, a year of minutes under 5,000,000."""


class HttpAnswer(NamedTuple):
    """The answer of a vendor; ``retry_after`` is its header, or None."""

    status: int
    retry_after: str | None
    content: bytes


def get(
    vendor: str, url: str, params: Mapping[str, str | int], headers: Mapping[str, str], timeout: float
) -> HttpAnswer:
    """Ask a vendor and read the whole answer.

    Args:
        vendor: its name in errors.
        timeout: seconds for the connection, for each part of the answer, and for its whole body.

    Raises:
        SourceUnavailable: there is no answer in time, or it is too large or cannot be unpacked.
    """
    content = bytearray()
    try:
        with httpx.stream(
            "GET", url, params=dict(params), headers=dict(headers), timeout=timeout
        ) as response:
            # httpx limits the time of each part alone.
            deadline = monotonic() + timeout
            for part in response.iter_bytes():
                content += part
                if len(content) > MAX_ANSWER:
                    raise SourceUnavailable(f"{vendor}'s answer has more than {MAX_ANSWER:,} bytes")
                if monotonic() > deadline:
                    raise SourceUnavailable(f"{vendor} did not answer in time")
    except httpx.TimeoutException as error:
        raise SourceUnavailable(f"{vendor} did not answer in time") from error
    except httpx.TransportError as error:
        raise SourceUnavailable(f"{vendor} cannot be reached: {error}") from error
    except httpx.DecodingError as error:
        raise SourceUnavailable(f"{vendor}'s answer cannot be unpacked: {error}") from error
    return HttpAnswer(response.status_code, response.headers.get("Retry-After"), bytes(content))
