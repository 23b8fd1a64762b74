"""The entries of the VN30 menu in Airflow, which shows their pages in a frame beside its navigation."""

from typing import Any

from vn30.airflow.ui.addresses import configuration_page, overview_page
from vn30.settings import get_settings

_MENU = "VN30"


def menu() -> list[dict[str, Any]]:
    """The entries, in the format of Airflow's ``external_views``."""
    return [
        {
            "name": "Market",
            "href": f"{get_settings().app_url()}/",
            "url_route": "vn30-home",
            "category": _MENU,
            "destination": "nav",
        },
        {
            "name": "Data and schedule",
            "href": overview_page(),
            "url_route": "vn30-overview",
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
