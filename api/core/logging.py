"""The log: JSON or text lines on standard output."""

import logging.config
from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS

from vn30.settings import Settings


def set_up_logging(settings: Settings) -> None:
    """Send the lines of this process, uvicorn's among them, to standard output.

    Access lines come from :mod:`api.core.middleware.access_log`: uvicorn's would contain queries, and httpx's
    the paths of outgoing requests.
    """
    logging.config.dictConfig(_configuration(settings.log_format or _usual_format(settings)))


def _usual_format(settings: Settings) -> str:
    return "text" if settings.environment == "demo" else "json"


def _configuration(layout: str) -> dict[str, Any]:
    through = {"handlers": [], "propagate": True, "level": "INFO"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request": {"()": "asgi_correlation_id.CorrelationIdFilter", "default_value": None}},
        "formatters": {
            "text": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s [%(correlation_id)s]"},
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "fmt": ["levelname", "name", "message", "correlation_id"],
                "rename_fields": {"levelname": "level", "name": "logger", "correlation_id": "request_id"},
                "timestamp": "time",
                # uvicorn's message a second time, with terminal colours.
                "reserved_attrs": [*RESERVED_ATTRS, "color_message"],
            },
        },
        "handlers": {
            "out": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stdout",
                "formatter": layout,
                "filters": ["request"],
            }
        },
        "root": {"level": "INFO", "handlers": ["out"]},
        "loggers": {
            "uvicorn": through,
            "uvicorn.error": through,
            "uvicorn.access": {"handlers": [], "propagate": False},
            "httpx": {"level": "WARNING"},
        },
    }
