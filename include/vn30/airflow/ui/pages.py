"""Pages: templates, with headers that allow the browser to load nothing else."""

import secrets
from functools import lru_cache
from http import HTTPStatus
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

_MEDIA_TYPE = "text/html; charset=utf-8"


class Page(NamedTuple):
    """HTML with its status and headers."""

    html: str
    status: HTTPStatus
    headers: dict[str, str]


def render(template: str, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> Page:
    """The page of ``templates/<template>.html``. No other origin can frame it, and no cache stores it."""
    nonce = secrets.token_urlsafe(16)
    html = _templates().get_template(f"{template}.html").render(nonce=nonce, **values)
    policy = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; img-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )
    headers = {
        "Content-Type": _MEDIA_TYPE,
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    return Page(html, status, headers)


def message(status: HTTPStatus, text: str) -> Page:
    """A page with a message in place of content: the reason, and what to do."""
    return render("message", status, title=status.phrase, text=text)


@lru_cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("vn30.airflow.ui"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["part_of"] = _is_part
    return environment


def _is_part(path: str, whole: str) -> bool:
    return path == whole or path.startswith(f"{whole}.")
