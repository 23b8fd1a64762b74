"""The text of a DAG's page in Airflow: what it does, reads and writes, and the pages of the app with it."""

from typing import Any, NamedTuple

from vn30.names import (
    CRAWLER_DAG,
    FUNDAMENTALS_DAG,
    INTRADAY_DAG,
    LAKE_DAG,
    LOOKAHEAD_DAG,
    MAINTENANCE_DAG,
    NEWS_DAG,
    RECOMMENDATIONS_DAG,
    RISK_DAG,
    SIMULATION_DAG,
    TRAINING_DAG,
    WALK_FORWARD_DAG,
)
from vn30.settings import get_settings


class DataFlow(NamedTuple):
    """What a DAG reads and writes, and the pages of the app that show it: pairs of label and path."""

    reads: str
    writes: str
    pages: tuple[tuple[str, str], ...]


STOCK, STATUS = ("Stock", "/stocks"), ("Status", "/operations")
QUALITY, MODELS = ("Data and their quality", "/data"), ("Models", "/models")

FLOWS = {
    CRAWLER_DAG: DataFlow(
        "the source of `VN30_PRICE_SOURCE`; `stock_prices`, `trading_sessions`, `index_members`",
        "`stock_prices`, `crawl_reports`, `crawl_findings`, `corporate_actions`; the asset `vn30_prices`",
        (QUALITY, STOCK),
    ),
    INTRADAY_DAG: DataFlow(
        "the source of `VN30_MINUTE_SOURCE`; `stock_prices`",
        "Parquet files in the artifact store, `intraday_sessions`, `intraday_findings`; the asset "
        "`vn30_minutes`",
        (QUALITY, STOCK),
    ),
    FUNDAMENTALS_DAG: DataFlow(
        "the source of `VN30_PRICE_SOURCE`; the asset `vn30_prices`",
        "`fundamental_snapshots`, `fundamental_checks`",
        (STOCK, STATUS),
    ),
    TRAINING_DAG: DataFlow(
        "the Variable `vn30_training_config`; prices of all members; the asset `vn30_prices`",
        "forecasts and scores in PostgreSQL; panel, models and plots in the artifact store; the asset "
        "`vn30_forecasts`",
        (("Training", "/training"), MODELS, STOCK),
    ),
    LOOKAHEAD_DAG: DataFlow(
        "stored prices, minutes and the Variable `vn30_training_config`",
        "`lookahead_checks`, `lookahead_differences`",
        (("Training", "/training"), STATUS),
    ),
    RECOMMENDATIONS_DAG: DataFlow(
        "published forecasts, prices and the Variable `vn30_recommendation_profiles`",
        "`recommendation_runs` with their recommendations, outcomes and mails",
        (("Recommendations", "/recommendations"), ("Track record", "/recommendations/track-record")),
    ),
    RISK_DAG: DataFlow(
        "daily bars, minutes and index series; the assets `vn30_prices` and `vn30_minutes`",
        "`risk_states`, `risk_measures`, `var_backtests`, `risk_losses`",
        (STOCK, STATUS),
    ),
    LAKE_DAG: DataFlow(
        "prices, features, forecasts and scores; the assets `vn30_prices` and `vn30_forecasts`",
        "`lake/` in the artifact store, `lake_versions`; the asset `vn30_lake`",
        (("Lake", "/data"), STATUS),
    ),
    SIMULATION_DAG: DataFlow(
        "requests of users or the run's parameters; prices and forecasts as they were known then",
        "results and the ledger `simulation_trials`; series and tear sheets in the artifact store",
        (("Simulations", "/simulations"), ("Ledger", "/simulations/ledger")),
    ),
    WALK_FORWARD_DAG: DataFlow(
        "a request from the page Optimise; prices up to each decision",
        "`walk_forwards`, `walk_forward_results`, which the owner of the portfolio alone can read in the app",
        (("Optimise", "/portfolio/optimise"), ("Jobs", "/jobs")),
    ),
    NEWS_DAG: DataFlow(
        "the feeds in the Variable `vn30_news_crawler_settings`; the names of companies",
        "articles with the stocks that they name, `news_feeds`",
        (("News", "/news"), ("Pipelines", "/pipelines")),
    ),
    MAINTENANCE_DAG: DataFlow(
        "the ages of prices, models, files and rows; mails that are due",
        "alerts; it removes expired files, rows and logs",
        (("Pipelines and alerts", "/pipelines"), STATUS),
    ),
}


def dag_doc(dag_id: str, text: str, notice: str = "") -> str:
    """The Markdown of the page: the notice, the text of the DAG's file, and its data flow with links."""
    flow, app = FLOWS[dag_id], get_settings().app_url()
    links = " · ".join(f"[{label}]({app}{path})" for label, path in flow.pages)
    return f"{notice}{text}\n**Reads** {flow.reads}.\n\n**Writes** {flow.writes}.\n\n**In the app** {links}\n"


def documented(task: Any) -> Any:
    """A task that is about to be mapped, with its docstring as its text: Airflow adds it to others alone."""
    return task.override(doc_md=task.function.__doc__)
