"""Addresses of pages: of those below Airflow's base URL, and of the app's."""

from urllib.parse import quote, urlsplit

from airflow.configuration import conf

from vn30.settings import get_settings

PLOTS_PREFIX = "/vn30/plots"
OVERVIEW_PREFIX = "/vn30/overview"
CONFIGURATION_ROUTE = "/vn30/training-configuration"


def airflow_path(path: str) -> str:
    """``path`` below the path of Airflow's base URL, which a proxy may have set."""
    return urlsplit(conf.get("api", "base_url", fallback="/")).path.rstrip("/") + path


def configuration_page() -> str:
    """Path of the training-configuration page; Airflow serves Flask-AppBuilder's views below /pluginsv2."""
    return airflow_path(f"/pluginsv2{CONFIGURATION_ROUTE}/")


def plot_page(run_id: str, ticker: str, plot: str) -> str:
    """Path of the page with a plot of a ticker, of the training run with this Airflow run id."""
    return airflow_path("/".join((PLOTS_PREFIX, *(quote(part, safe="") for part in (run_id, ticker, plot)))))


def overview_page() -> str:
    """Path of the page with data sets, assets and what comes next."""
    return airflow_path(f"{OVERVIEW_PREFIX}/")


def dag_page(dag_id: str) -> str:
    """Path of Airflow's own page of a DAG."""
    return airflow_path(f"/dags/{quote(dag_id, safe='')}")


def stock_page(ticker: str) -> str:
    """URL of a stock's page in the app."""
    return f"{get_settings().app_url()}/stocks/{quote(ticker, safe='')}"
