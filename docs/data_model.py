"""Draws ``docs/data-model.md`` from the schema: ``make docs``.

The tables, their columns and keys are those of a database that has just been migrated. This file holds the
purpose of each table; a table without a purpose is an error.
"""

from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from tests.support.database import database_server
from vn30.database.migrations import migrate
from vn30.database.warehouse import make_engine
from vn30.settings import SQL_ROOT, Settings

PAGE = Path(__file__).with_name("data-model.md")

AREAS = {
    "Market": {
        "market_state": "one row: which market this database holds, and up to when",
        "trading_sessions": "the sessions of HOSE, with their hours",
        "trading_day_decisions": "decisions on days on which the calendar is wrong; a day's newest counts",
        "stocks": "stocks and index series; an index is never active",
        "index_members": "the members of the VN30, each with its period",
        "stock_prices": "one bar a stock and session, in VND (index series in points)",
        "stock_price_history": "bars that were replaced or removed, with the time in which they were known",
        "intraday_partitions": "the Parquet file that holds the one-minute bars of a stock and month",
        "intraday_absences": "sessions of a stock for which a source had no minute",
        "intraday_files": "every file of minutes that was begun, by which left-over ones are found",
        "intraday_sessions": "the day that the minutes of a stock and session make up, and its gaps",
        "fundamental_snapshots": "what was known of a company after a session, a row a changed figure",
        "fundamental_checks": "when fundamentals of a stock were asked for last, and what came of it",
        "corporate_actions": "dividends, issues and splits: declared, listed by a vendor, or inferred",
        "price_events": "closes at a price limit, 52-week highs and lows, spikes of volume, by session",
        "stock_revisions": "counts what was published of a stock, so that caches know when to ask again",
        "summary_states": "of which version of its inputs each summary is",
        "market_table_summary": "the rows of the market table, as the API returns them",
        "pick_summary": "the current forecasts with their stocks, as the API returns top picks",
        "model_summary": "the rows of the list of models, as the API returns them but for links",
        "completeness_summary": "the completeness of each daily series by month, as the API returns it",
    },
    "Ingestion": {
        "crawl_runs": "each crawl, and the session that it is as of",
        "crawl_requests": "gaps that users have asked a crawler to load: one run of it each",
        "crawl_tickers": "what each was to load, what came of it, and how complete it is",
        "crawl_findings": "what the gate's checks found",
        "crawl_reports": "the gate's report of each crawl",
        "price_quarantine": "refused rows, with the reason and their raw values",
        "price_restatements": "history that a vendor adjusted anew, with factor and likely cause",
        "price_coverage": "from when on the sources were asked for a stock",
        "session_absences": "sessions of a stock for which a source had no bar",
        "price_bands": "how far a close may be from the one before",
    },
    "Minutes": {
        "intraday_runs": "each run of the crawler of minutes, with its summary",
        "intraday_run_tickers": "what came of each of its tickers",
        "intraday_findings": "what it found: failures, missing sessions, differences from the daily bars",
    },
    "Features": {
        "feature_panels": "each stored panel: its file, and the hash of bars, configuration and code",
        "feature_definitions": "what a column is: function, parameters, group, formula, source and unit",
        "feature_panel_columns": "which columns a panel has",
        "market_regimes": "the regimes of VNINDEX after each session, with the probabilities of the mixture",
        "lookahead_checks": "past sessions that were computed again from prices that end there",
        "lookahead_differences": "what depended on later prices in them; empty if nothing looks ahead",
    },
    "Lake": {
        "lake_versions": "published versions of the lake's data sets, each with its manifest",
        "lake_files": "the Parquet files of each version, which links name",
    },
    "Training": {
        "training_configs": "versions of the shared training configuration, each with its author",
        "experiment_runs": "training runs: state, configuration, data and code versions, scores",
        "experiment_logs": "what a run says, line by line",
        "experiment_scores": "scores over all tickers of a run, a row a horizon",
        "model_versions": "versions of the models: line, hashes, metrics and lineage, a row a training run",
        "model_champions": "which version was champion of a universe and horizon, since when and why",
        "experiment_ranks": "ranks of a run among the VN30, before its tickers are published",
        "ranker_scores": "the order of a research ranker beside that of the pooled model, a row a horizon",
        "rank_scores": "how reliable the ranks of a run were out of sample, a row a horizon",
        "rank_reliability": "the reliability diagram behind them, a row a bin",
        "experiment_ticker_artifacts": "URLs of the files of a ticker",
        "experiment_artifact_files": "SHA-256 and size of each of those files",
        "feature_importances": "what the models of a run use, by horizon and market regime",
        "feature_selections": "the features of each fit of a run",
    },
    "Forecasts": {
        "stock_prediction_summaries": "what a run expects of a stock at a horizon, with its interval",
        "stock_prediction_points": "the daily path to it",
        "model_statuses": "when and on what a stock's models were trained",
        "model_horizon_metrics": "their scores at a horizon, beside the naive forecast",
        "member_horizon_metrics": "the same of each member of the ensemble, with its weight",
        "direction_metrics": "the scores of probabilities of a rise, of runs of the target direction",
        "research_forecasts": "forecasts of runs of other targets, which are not served",
        "bar_forecasts": "forecasts of runs of bars within sessions, which are not served",
        "bar_scores": "scores of those runs by ticker and member, beside the naive forecast",
    },
    "Recommendations": {
        "recommendation_profile_versions": "versions of the profiles: thresholds and costs, as a document",
        "recommendation_runs": "each run: what it was made of, and whether it is the one of record",
        "recommendation_snapshots": "what the rules have read of a stock at a horizon",
        "recommendations": "BUY, HOLD or SELL of a stock for a profile and horizon, with its reasons",
        "recommendation_findings": "contradictions, and profiles that have said nothing but HOLD for a month",
        "recommendation_outcomes": "what came of a recommendation when its horizon was over",
        "recommendation_records": "the track record by group, beside its baselines",
    },
    "Risk": {
        "risk_states": "the risk of a stock was computed after a session: its volatility and traded value",
        "risk_measures": "ratios, drawdown and betas over the newest 250 and 750 sessions, with errors",
        "var_backtests": "value at risk and expected shortfall by method, with the back-test of the former",
        "risk_losses": "the worst spans of a stock, and its change in named shocks of the market",
    },
    "People": {
        "users": "accounts, with their role",
        "sign_ins": "the sign-ins of users, each a family of refresh tokens",
        "audit_entries": "who changed what; append-only",
        "sign_in_attempts": "attempts to sign in that count against the limits of wrong passwords",
        "watchlist_items": "My List",
        "user_settings": "what a user has chosen: profile, horizon, costs, mails",
        "risk_consents": "which risk text a user has accepted, and when; append-only",
        "mail_outbox": "mails to users, due or ended",
        "account_links": "links in mails, as hashes, each valid once",
        "link_requests": "requests for such mails that count against the limits of mass registration",
    },
    "Portfolios": {
        "portfolios": "portfolios of users, with the rate of their broker",
        "portfolio_transactions": "trades, deposits and other entries of a portfolio; append-only",
        "walk_forwards": "walk-forwards of optimisation methods that users have requested for a portfolio",
        "walk_forward_results": "what came of each of their methods",
    },
    "Simulations": {
        "simulation_batches": "requests for simulations: one run of vn30_simulation each",
        "simulations": "their simulations: document, state, what they were made from, figures",
        "simulation_equity": "the account of a simulation after each session, beside its benchmarks",
        "simulation_trades": "its executions",
        "simulation_files": "its files in the artifact store",
        "simulation_logs": "what the run of a batch says, line by line",
        "simulation_trials": "the ledger of trials: each simulation with a result, once; append-only",
    },
    "News": {
        "news_feeds": "what each feed has answered last, with its validators and its fault",
        "news_articles": "articles: title, summary and link as plain text",
        "news_article_sources": "the feeds that had an article",
        "news_article_tickers": "the stocks that an article names, and by which words",
        "news_runs": "each run of the crawler of news, with its summary",
    },
    "Alerts": {
        "alerts": "what was wrong, since when, and when it was over",
        "alert_deliveries": "the deliveries of an alert by channel, with the error of the last attempt",
    },
    "Pipelines": {
        "pipeline_dags": "the DAGs as they were last seen",
        "pipeline_runs": "their runs",
        "pipeline_run_tasks": "the tasks of these, a row a mapped ticker",
        "pipeline_run_logs": "how runs and tasks ended, in words",
    },
}
# Of the migration tool, and of the checksums beside it.
TOOLS = ("_yoyo_", "yoyo_", "schema_files")

HEAD = """# Data model

Drawn from the schema by `make docs`. Prices are VND (index series: points), horizons are trading sessions,
moments are UTC. Tables are what `sql/migrations/` makes; the API reads the views of `sql/views/`, at the end
of this page, none of which looks past the platform's today.
"""


def page(engine: sa.Engine) -> str:
    """The whole page, for a migrated database.

    Raises:
        ValueError: a table is explained nowhere, or an explained one is not there.
    """
    with engine.connect() as connection:
        inspected = sa.inspect(connection)
        tables = {name for name in inspected.get_table_names() if not name.startswith(TOOLS)}
        explained = {name for area in AREAS.values() for name in area}
        if tables != explained:
            raise ValueError(f"docs/data_model.py must explain exactly these: {sorted(tables ^ explained)}")
        parts = [HEAD, *(_area(inspected, name, area) for name, area in AREAS.items()), _views()]
    return "\n".join(parts)


def _area(inspected: sa.Inspector, title: str, area: dict[str, str]) -> str:
    rows = "\n".join(f"| `{table}` | {purpose} |" for table, purpose in area.items())
    drawn = "\n".join(line for table in area for line in _entity(inspected, table))
    return f"## {title}\n\n| table | |\n| --- | --- |\n{rows}\n\n```mermaid\nerDiagram\n{drawn}\n```\n"


def _entity(inspected: sa.Inspector, table: str) -> Iterator[str]:
    key = inspected.get_pk_constraint(table)["constrained_columns"]
    foreign = inspected.get_foreign_keys(table)
    theirs = {column for one in foreign for column in one["constrained_columns"]}
    yield f"    {table} {{"
    for column in inspected.get_columns(table):
        kind = str(column["type"]).split("(")[0].lower().replace(" ", "_")
        marks = ", ".join(mark for mark, names in (("PK", key), ("FK", theirs)) if column["name"] in names)
        yield f"        {kind} {column['name']} {marks}".rstrip()
    yield "    }"
    for one in sorted(foreign, key=lambda one: one["constrained_columns"]):
        yield f"    {one['referred_table']} ||--o{{ {table} : {one['constrained_columns'][0]}"


def _views() -> str:
    rows = "\n".join(
        f"| `{path.stem.split('_', 1)[1]}` | {_first_comment(path)} |"
        for path in sorted((SQL_ROOT / "views").glob("*.sql"))
    )
    return f"## Views\n\n| view | |\n| --- | --- |\n{rows}\n"


def _first_comment(path: Path) -> str:
    lines = []
    for line in path.read_text().splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    return " ".join(lines)


def main() -> None:
    """Write the page, from a database that is made for it and goes with its server."""
    with database_server(durable=False) as server:
        engine = make_engine(Settings(database_url=server.database_url("docs")))
        migrate(engine)
        PAGE.write_text(page(engine))
        engine.dispose()


if __name__ == "__main__":
    main()
