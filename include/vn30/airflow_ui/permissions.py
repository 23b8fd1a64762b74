"""Who may do what on the pages that are added to Airflow."""

from typing import Any

CONFIGURATION = "VN30 Training Configuration"
"""The resource, as the list of permissions in Airflow's Security menu names it."""

READ, EDIT = "can_read", "can_edit"

_PLUGINS = "Plugins"

GRANTS: dict[str, list[tuple[str, str]]] = {
    # Airflow shows entries that plugins add to its menu to those alone who may read its list of plugins.
    "Viewer": [(READ, CONFIGURATION), (READ, _PLUGINS)],
    "User": [(READ, CONFIGURATION), (READ, _PLUGINS)],
    "Op": [(READ, CONFIGURATION), (EDIT, CONFIGURATION)],
    "Admin": [(READ, CONFIGURATION), (EDIT, CONFIGURATION)],
}
"""By role of Airflow, what it is given at set-up: pairs of an action and a resource."""


def grant(security_manager: Any) -> None:
    """Give Airflow's roles what they need for these pages; what they have already stays.

    Args:
        security_manager: of Flask-AppBuilder's auth manager.
    """
    for role_name, permissions in GRANTS.items():
        role = security_manager.find_role(role_name)
        for action, resource in permissions:
            permission = security_manager.create_permission(action, resource)
            security_manager.add_permission_to_role(role, permission)
