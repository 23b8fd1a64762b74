"""The way to Airflow's sign-in page."""

from urllib.parse import urlencode

from airflow.api_fastapi.app import get_auth_manager


def sign_in_page(next_url: str) -> str:
    """URL of the page, which leads on to ``next_url`` if that is one of Airflow's own."""
    return f"{get_auth_manager().get_url_login()}?{urlencode({'next': next_url})}"
