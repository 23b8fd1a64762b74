"""Middleware of all requests, as plain ASGI: Starlette's ``BaseHTTPMiddleware`` costs a task a request."""

import re
from collections.abc import Callable

from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

from api.core.language import Languages
from api.core.middleware.access_log import AccessLog
from api.core.middleware.body_limit import BodyLimit
from api.core.middleware.failures import Failures
from api.core.middleware.head import Head
from api.core.middleware.headers import SecurityHeaders
from api.core.middleware.hosts import TrustedHosts
from vn30.settings import Settings

# Model files and Parquet are compressed already. A stored CSV has the ETag of its bytes.
_HARDLY_SMALLER = (
    *DEFAULT_EXCLUDED_CONTENT_TYPES,
    "application/octet-stream",
    "text/csv",
    "application/vnd.apache.parquet",
)
_PLAIN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def install_middleware(app: FastAPI, settings: Settings, install_metrics: Callable[[], None]) -> None:
    """Wrap the routes of ``app`` in middleware, the innermost first.

    Args:
        install_metrics: adds the middleware that counts requests, between security headers and access log.
    """
    app.add_middleware(Head)
    app.add_middleware(BodyLimit, most_bytes=settings.max_body)
    # Within all that adds headers, so that its answers have them too.
    app.add_middleware(Failures)
    app.add_middleware(
        GZipMiddleware, minimum_size=4096, compresslevel=4, exclude_content_types=_HARDLY_SMALLER
    )
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_credentials=True,
            allow_methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=[
                "Accept-Language",
                "Authorization",
                "Content-Type",
                "If-None-Match",
                "Idempotency-Key",
                "X-Request-ID",
            ],
            expose_headers=["Content-Disposition", "Content-Language", "ETag", "Retry-After", "X-Request-ID"],
        )
    if settings.trusted_hosts:
        app.add_middleware(TrustedHosts, hosts=settings.trusted_hosts)
    # Around all that answers in words.
    app.add_middleware(Languages)
    app.add_middleware(SecurityHeaders, settings=settings)
    install_metrics()
    app.add_middleware(AccessLog)
    app.add_middleware(CorrelationIdMiddleware, validator=_is_plain, transformer=None)


def _is_plain(request_id: str) -> bool:
    return _PLAIN_ID.fullmatch(request_id) is not None
