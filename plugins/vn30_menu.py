"""Registers the platform's additions to Airflow's pages: a menu, links on tasks, plots, a configuration page.

Every process of Airflow loads this file, but only the API server has pages. The properties import them there.
"""

from functools import cached_property
from typing import Any

from airflow.plugins_manager import AirflowPlugin

from vn30.airflow.ui.links import links


class Vn30Menu(AirflowPlugin):
    """Registers menu, links and pages."""

    name = "vn30_menu"
    global_operator_extra_links = links()

    @cached_property
    def external_views(self) -> list[Any]:
        from vn30.airflow.ui.menu import menu

        return menu()

    @cached_property
    def appbuilder_views(self) -> list[Any]:
        from vn30.airflow.ui.configuration import TrainingConfiguration

        return [{"view": TrainingConfiguration()}]

    @cached_property
    def flask_blueprints(self) -> list[Any]:
        from vn30.airflow.ui.sign_in import shared_sign_in

        return [shared_sign_in]

    @cached_property
    def fastapi_apps(self) -> list[Any]:
        from vn30.airflow.ui import overview, plots
        from vn30.airflow.ui.addresses import OVERVIEW_PREFIX, PLOTS_PREFIX

        return [
            {"name": "vn30_plots", "url_prefix": PLOTS_PREFIX, "app": plots.app},
            {"name": "vn30_overview", "url_prefix": OVERVIEW_PREFIX, "app": overview.app},
        ]
