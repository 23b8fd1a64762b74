"""The entries of the VN30 menu in Airflow: pages that it shows in a frame beside its own navigation."""

from typing import Any

from vn30.airflow_ui.addresses import configuration_page
from vn30.settings import get_settings

_MENU = "VN30"


def menu() -> list[dict[str, Any]]:
    """The entries, as Airflow's ``external_views`` has them."""
    return [
        {
            "name": "Home",
            "href": f"{get_settings().app_url()}/",
            "url_route": "vn30-home",
            "category": _MENU,
            "destination": "nav",
        },
        {
            "name": "Training configuration",
            "href": configuration_page(),
            "url_route": "vn30-training-configuration",
            "category": _MENU,
            "destination": "nav",
        },
    ]
