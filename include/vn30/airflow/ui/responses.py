"""Responses of the FastAPI apps that plugins mount in Airflow's."""

from http import HTTPStatus

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from vn30.airflow.ui.login import sign_in_page
from vn30.airflow.ui.pages import Page, message


def page_response(page: Page) -> Response:
    """A page as a response."""
    return Response(page.html, page.status, page.headers)


def install_refusals(app: FastAPI) -> None:
    """Answer refusals of ``app`` with pages."""
    app.exception_handler(HTTPException)(_refuse)


def _refuse(request: Request, refusal: HTTPException) -> Response:
    """A page with the reason; browsers of users who are not signed in are redirected to the sign-in page."""
    if refusal.status_code == HTTPStatus.UNAUTHORIZED and "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(sign_in_page(str(request.url)), HTTPStatus.SEE_OTHER)
    return page_response(message(HTTPStatus(refusal.status_code), str(refusal.detail)))
