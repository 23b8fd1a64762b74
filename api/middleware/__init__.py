"""What every request passes through, all of it plain ASGI: a task around each request would cost time."""

import re

from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api.metrics import install_metrics
from api.middleware.access_log import AccessLog
from api.middleware.body_limit import BodyLimit
from api.middleware.failures import Failures
from api.middleware.headers import SecurityHeaders
from vn30.settings import Settings

# Models and Parquet are compressed in themselves.
_HARDLY_SMALLER = (
    *DEFAULT_EXCLUDED_CONTENT_TYPES,
    "application/octet-stream",
    "application/vnd.apache.parquet",
)
_PLAIN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def install_middleware(app: FastAPI, settings: Settings) -> None:
    """Put everything around the routes of ``app``, the innermost first."""
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
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=[
                "Authorization",
                "Content-Type",
                "If-None-Match",
                "Idempotency-Key",
                "X-Request-ID",
            ],
            expose_headers=["Content-Disposition", "ETag", "Retry-After", "X-Request-ID"],
        )
    if settings.trusted_hosts:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=settings.trusted_hosts, www_redirect=False)
    app.add_middleware(SecurityHeaders, settings=settings)
    install_metrics(app, settings)
    app.add_middleware(AccessLog)
    app.add_middleware(CorrelationIdMiddleware, validator=_is_plain, transformer=None)


def _is_plain(request_id: str) -> bool:
    return _PLAIN_ID.fullmatch(request_id) is not None
