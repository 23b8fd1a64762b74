"""The address of Airflow's sign-in page."""

from urllib.parse import urlencode

from airflow.api_fastapi.app import get_auth_manager


def sign_in_page(next_url: str) -> str:
    """URL of the sign-in page, which redirects to ``next_url`` if that is a page of Airflow."""
    return f"{get_auth_manager().get_url_login()}?{urlencode({'next': next_url})}"
