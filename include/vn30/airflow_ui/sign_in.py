"""Lets the pages of Flask-AppBuilder know who is signed in to Airflow.

Airflow serves such pages from a Flask app of their own, beside the one of its sign-in page. That one keeps
sessions in the database; the other is left with Flask's own cookies, which bear the same name: it would know
nobody, and a page with a form would overwrite the cookie that signed its reader in.
"""

from typing import Any

from airflow import settings
from airflow.providers.fab.www.extensions.init_session import init_airflow_session_interface
from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from flask.sessions import SecureCookieSessionInterface

shared_sign_in = Blueprint("vn30_shared_sign_in", __name__)


@shared_sign_in.record_once
def share_sessions(state: BlueprintSetupState) -> None:
    """Give the app the sessions of Airflow's sign-in page, unless it has them."""
    app: Any = state.app
    if type(app.session_interface) is SecureCookieSessionInterface:
        init_airflow_session_interface(app, app.extensions["sqlalchemy"])


@shared_sign_in.teardown_app_request
def leave_no_transaction_open(error: Any) -> None:
    """Give the connection back, which reading a session has taken: nobody else does so in this app."""
    if settings.Session is not None:
        settings.Session.remove()
