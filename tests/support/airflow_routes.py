"""Prints every route that plugins add to Airflow's API server: ``whose methods path``, one a line.

Walked in the app as the server builds it, so that nothing can be added without being seen. ``whose`` is
``airflow`` for what comes along with the first page of Flask-AppBuilder, else ``plugin``.
"""

import re
from typing import Any

from airflow import plugins_manager
from airflow.api_fastapi.app import create_app
from fastapi.routing import APIRoute
from starlette.routing import Mount

_BROUGHT_ALONG = ("flask_appbuilder.", "airflow.providers.fab.")
_WORDS = {"{plot}": "forecast", "{ticker}": "FPT"}


def main() -> None:
    """Print the routes, placeholders filled in."""
    mounts = {route.path: route.app for route in create_app(apps="core").routes if isinstance(route, Mount)}
    for added in plugins_manager.get_fastapi_plugins()[0]:
        prefix = added["url_prefix"]
        for route in mounts[prefix].routes:
            methods = route.methods if isinstance(route, APIRoute) else {"ANY"}
            print("plugin", ",".join(methods), prefix + _filled(route.path))
    flask = mounts["/pluginsv2"].app
    known = {view.blueprint.name: type(view).__module__ for view in flask.appbuilder.baseviews}
    known["static"] = known["appbuilder"] = _BROUGHT_ALONG[0]
    for rule in flask.url_map.iter_rules():
        print(
            _whose(known, rule),
            ",".join(rule.methods - {"OPTIONS", "HEAD"}),
            f"/pluginsv2{_filled(rule.rule)}",
        )


def _whose(known: dict[str, str], rule: Any) -> str:
    module = known.get(rule.endpoint.split(".")[0], "")
    return "airflow" if module.startswith(_BROUGHT_ALONG) else "plugin"


def _filled(path: str) -> str:
    for placeholder, word in _WORDS.items():
        path = path.replace(placeholder, word)
    return re.sub(r"<[^>]*>|{[^}]*}", "1", path)


if __name__ == "__main__":
    main()
