"""Prints every route that plugins add to Airflow's API server: ``methods path``, one a line.

Walked in the app as the server builds it, so that nothing can be added without being seen.
"""

import re

from airflow import plugins_manager
from airflow.api_fastapi.app import create_app
from fastapi.routing import APIRoute
from starlette.routing import Mount


def main() -> None:
    """Print the routes, a placeholder being ``1``, or ``x`` where an address wants words."""
    mounts = {route.path: route.app for route in create_app(apps="core").routes if isinstance(route, Mount)}
    for added in plugins_manager.get_fastapi_plugins()[0]:
        prefix = added["url_prefix"]
        for route in mounts[prefix].routes:
            methods = route.methods if isinstance(route, APIRoute) else {"ANY"}
            print(",".join(methods), prefix + _filled(route.path))
    for rule in mounts["/pluginsv2"].app.url_map.iter_rules():
        print(",".join(rule.methods - {"OPTIONS", "HEAD"}), "/pluginsv2" + _filled(rule.rule))


def _filled(path: str) -> str:
    words = {"{plot}": "forecast", "{ticker}": "FPT"}
    for placeholder, word in words.items():
        path = path.replace(placeholder, word)
    return re.sub(r"<int:[^>]*>|<[^>]*>|{[^}]*}", "1", path)


if __name__ == "__main__":
    main()
