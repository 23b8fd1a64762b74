"""Pages as the browser gets them: a template, and headers that let it load nothing else."""

import secrets
from functools import lru_cache
from http import HTTPStatus
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

_MEDIA_TYPE = "text/html; charset=utf-8"


class Page(NamedTuple):
    """HTML, and the headers to send with it."""

    html: str
    status: HTTPStatus
    headers: dict[str, str]


def render(template: str, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> Page:
    """The page of ``templates/<template>.html``, shown to nobody else's pages and kept by no cache."""
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
    """A page that says why there is nothing to see, and what to do about it."""
    return render("message", status, title=status.phrase, text=text)


@lru_cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("vn30.airflow_ui"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.tests["part_of"] = _is_part
    return made


def _is_part(path: str, whole: str) -> bool:
    return path == whole or path.startswith(f"{whole}.")
