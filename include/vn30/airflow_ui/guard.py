"""Keeps the pages of Flask-AppBuilder to those who have the permission for them."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Response, g, redirect, request
from flask_appbuilder import BaseView

from vn30.airflow_ui.login import sign_in_page
from vn30.airflow_ui.pages import Page, message

View = TypeVar("View", bound=BaseView)

_UNKNOWN = "Sign in to Airflow first."
_REFUSED = (
    "Your role in Airflow has no permission “{action} on {resource}”. "
    "An administrator gives it in Security, Roles."
)


def needs(action: str) -> Callable[[Callable[[View], Any]], Callable[[View], Any]]:
    """Serve the decorated page only to who has ``action`` (``can_read``) on its view's resource.

    Others are sent to the sign-in page if they are not signed in and ask for a page, or answered 401; and 403
    if they are. Flask-AppBuilder's own decorator sends all of them to a sign-in page, again and again.
    """

    def decorate(page: Callable[[View], Any]) -> Callable[[View], Any]:
        @wraps(page)
        def guarded(view: View) -> Any:
            if view.appbuilder.sm.has_access(action, view.class_permission_name):
                return page(view)
            return refusal(action, view.class_permission_name)

        # By this Flask-AppBuilder finds the permissions that there are, without the prefix.
        guarded._permission_name = action.removeprefix("can_")  # type: ignore[attr-defined]
        return guarded

    return decorate


def refusal(action: str, resource: str) -> Any:
    """What who may not see the page is answered."""
    if g.user is not None and g.user.is_authenticated:
        return answer(message(HTTPStatus.FORBIDDEN, _REFUSED.format(action=action, resource=resource)))
    if request.method in ("GET", "HEAD"):
        return redirect(sign_in_page(request.url), HTTPStatus.SEE_OTHER)
    return answer(message(HTTPStatus.UNAUTHORIZED, _UNKNOWN))


def answer(page: Page) -> Response:
    """A page as Flask sends it."""
    return Response(page.html, page.status, page.headers)
