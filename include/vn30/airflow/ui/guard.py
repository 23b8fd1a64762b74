"""Restricts the pages of Flask-AppBuilder to users who have permission for them."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Response, g, redirect, request
from flask_appbuilder import BaseView

from vn30.airflow.ui.login import sign_in_page
from vn30.airflow.ui.pages import Page, message

View = TypeVar("View", bound=BaseView)

_UNKNOWN = "Sign in to Airflow first."
_REFUSED = (
    "Your role in Airflow lacks the permission “{action} on {resource}”. "
    "An administrator can grant it under Security, Roles."
)


def needs(action: str) -> Callable[[Callable[[View], Any]], Callable[[View], Any]]:
    """Serve the decorated page only to users with ``action`` (``can_read``) on its view's resource.

    Other users get 403 if they are signed in. If not, they are redirected to the sign-in page, or get 401 if
    the method is not GET. Flask-AppBuilder's own decorator would redirect signed-in users as well, without
    end.
    """

    def decorate(page: Callable[[View], Any]) -> Callable[[View], Any]:
        @wraps(page)
        def guarded(view: View) -> Any:
            if view.appbuilder.sm.has_access(action, view.class_permission_name):
                return page(view)
            return refusal(action, view.class_permission_name)

        # Flask-AppBuilder finds the existing permissions by this attribute, without the prefix.
        guarded._permission_name = action.removeprefix("can_")  # type: ignore[attr-defined]
        return guarded

    return decorate


def refusal(action: str, resource: str) -> Any:
    """The response to users without the permission."""
    if g.user is not None and g.user.is_authenticated:
        return answer(message(HTTPStatus.FORBIDDEN, _REFUSED.format(action=action, resource=resource)))
    if request.method in ("GET", "HEAD"):
        return redirect(sign_in_page(request.url), HTTPStatus.SEE_OTHER)
    return answer(message(HTTPStatus.UNAUTHORIZED, _UNKNOWN))


def answer(page: Page) -> Response:
    """A page as a Flask response."""
    return Response(page.html, page.status, page.headers)
