"""The permissions on the pages that the platform adds to Airflow."""

from typing import Any

CONFIGURATION = "VN30 Training Configuration"
"""The name of the resource in the list of permissions in Airflow's Security menu."""

READ, EDIT = "can_read", "can_edit"

_PLUGINS = "Plugins"

GRANTS: dict[str, list[tuple[str, str]]] = {
    # Airflow shows menu entries of plugins only to users who may read its list of plugins.
    "Viewer": [(READ, CONFIGURATION), (READ, _PLUGINS)],
    "User": [(READ, CONFIGURATION), (READ, _PLUGINS)],
    "Op": [(READ, CONFIGURATION), (EDIT, CONFIGURATION)],
    "Admin": [(READ, CONFIGURATION), (EDIT, CONFIGURATION)],
}
"""The permissions that the set-up grants to each role of Airflow: pairs of action and resource."""


def grant(security_manager: Any) -> None:
    """Grant Airflow's roles the permissions for these pages. Other permissions stay as they are.

    Args:
        security_manager: the one of Flask-AppBuilder's auth manager.
    """
    for role_name, permissions in GRANTS.items():
        role = security_manager.find_role(role_name)
        for action, resource in permissions:
            permission = security_manager.create_permission(action, resource)
            security_manager.add_permission_to_role(role, permission)
