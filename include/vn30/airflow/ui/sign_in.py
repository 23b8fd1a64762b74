"""Shares the sessions of Airflow's sign-in page with the pages of Flask-AppBuilder that plugins add.

Airflow serves these pages from a second Flask app. The app of the sign-in page keeps sessions in the
database; the second one would use Flask's own cookies under the same name. It would recognise no user, and a
page with a form would overwrite the cookie of the user's session.
"""

from typing import Any

from airflow import settings
from airflow.api_fastapi.app import get_auth_manager
from flask import Blueprint
from flask.blueprints import BlueprintSetupState

shared_sign_in = Blueprint("vn30_shared_sign_in", __name__)


@shared_sign_in.record_once
def share_sessions(state: BlueprintSetupState) -> None:
    """Use the sessions of the sign-in page in the app. Airflow's command line has no sign-in page."""
    app: Any = state.app
    sign_in_app = getattr(get_auth_manager(), "flask_app", None)
    if sign_in_app is not None:
        app.session_interface = sign_in_app.session_interface


@shared_sign_in.teardown_app_request
def leave_no_transaction_open(error: Any) -> None:
    """Return the connection with which the session was read: nothing else does so in this app."""
    if settings.Session is not None:
        settings.Session.remove()
