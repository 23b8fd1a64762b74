"""Lets the pages of Flask-AppBuilder know who is signed in to Airflow.

Airflow serves such pages from a Flask app of their own, beside the one of its sign-in page. That one keeps
sessions in the database; the other is left with Flask's own cookies, which bear the same name: it would know
nobody, and a page with a form would overwrite the cookie that signed its reader in.
"""

from typing import Any

from airflow import settings
from airflow.api_fastapi.app import get_auth_manager
from flask import Blueprint
from flask.blueprints import BlueprintSetupState

shared_sign_in = Blueprint("vn30_shared_sign_in", __name__)


@shared_sign_in.record_once
def share_sessions(state: BlueprintSetupState) -> None:
    """Give the app the sessions of the sign-in page; in Airflow's command line there is none."""
    app: Any = state.app
    sign_in_app = getattr(get_auth_manager(), "flask_app", None)
    if sign_in_app is not None:
        app.session_interface = sign_in_app.session_interface


@shared_sign_in.teardown_app_request
def leave_no_transaction_open(error: Any) -> None:
    """Give the connection back, which reading a session has taken: nobody else does so in this app."""
    if settings.Session is not None:
        settings.Session.remove()
