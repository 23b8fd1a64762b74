"""Names and constants that DAGs, set-up, API and tools share."""

from typing import Literal

CRAWLER_DAG = "vn30_data_crawler"
FUNDAMENTALS_DAG = "vn30_fundamentals"
TRAINING_DAG = "vn30_model_training"
MAINTENANCE_DAG = "vn30_maintenance"
INTRADAY_DAG = "vn30_intraday_crawler"
LAKE_DAG = "vn30_lake"
LOOKAHEAD_DAG = "vn30_lookahead_check"
RECOMMENDATIONS_DAG = "vn30_recommendations"
RISK_DAG = "vn30_risk"
SIMULATION_DAG = "vn30_simulation"
WALK_FORWARD_DAG = "vn30_walk_forward"
NEWS_DAG = "vn30_news_crawler"

ALL_DAGS = frozenset(
    {
        CRAWLER_DAG,
        FUNDAMENTALS_DAG,
        TRAINING_DAG,
        MAINTENANCE_DAG,
        INTRADAY_DAG,
        LAKE_DAG,
        LOOKAHEAD_DAG,
        RECOMMENDATIONS_DAG,
        RISK_DAG,
        SIMULATION_DAG,
        WALK_FORWARD_DAG,
        NEWS_DAG,
    }
)
"""All are mirrored: some for their alerts alone, which name the failed task and its reason."""

HORIZONS = [7, 15, 30]
"""The horizons of forecasts in sessions. A configuration may have fewer."""

ALL_VN30 = "vn30"
"""The universe of a model of all VN30; that of a selection is its tickers, separated by commas."""

Promotion = Literal["newest", "rule", "person"]
Evidence = Literal["live", "test"]
"""See :class:`vn30.experiments.promotion_policy.PromotionPolicy`."""

INTERVAL_COVERAGE = 0.80
"""The share of actual prices that the interval of a forecast is calibrated to cover."""

ZONE = "Asia/Ho_Chi_Minh"
"""The time zone of HOSE, and the default of schedules."""

CONFIG_VARIABLE = "vn30_training_config"
CRAWLER_SETTINGS_VARIABLE = "vn30_data_crawler_settings"
FUNDAMENTALS_SETTINGS_VARIABLE = "vn30_fundamentals_settings"
TRAINING_SETTINGS_VARIABLE = "vn30_model_training_settings"
INTRADAY_SETTINGS_VARIABLE = "vn30_intraday_crawler_settings"
LAKE_SETTINGS_VARIABLE = "vn30_lake_settings"
LOOKAHEAD_SETTINGS_VARIABLE = "vn30_lookahead_check_settings"
RECOMMENDATIONS_SETTINGS_VARIABLE = "vn30_recommendations_settings"
PROFILES_VARIABLE = "vn30_recommendation_profiles"
RISK_SETTINGS_VARIABLE = "vn30_risk_settings"
NEWS_SETTINGS_VARIABLE = "vn30_news_crawler_settings"

RECORDED_TICKERS_VARIABLE = "vn30_recorded_tickers"
"""JSON: tickers of members that joined the VN30 after the release."""

PRICES_ASSET = "vn30_prices"
"""The extra of its events is the session whose prices are complete: ``{"session": "2026-06-30"}``."""

MINUTES_ASSET = "vn30_minutes"
"""The extra of its events is the session of which all members have their minutes, as of PRICES_ASSET."""

FORECASTS_ASSET = "vn30_forecasts"

LAKE_ASSET = "vn30_lake"
"""The extra of its events names the data sets that have a new version: ``{"changed": ["prices"]}``."""

LAKE_DATASETS = ("prices", "price_versions", "indices", "actions", "features", "forecasts", "scores")

ADMIN_USER = "admin"
API_USER = "vn30_api"
"""The Airflow user of the API. Its role Op may run DAGs and edit Variables, but not users."""

PRICE_POOL = "price_source"
TRAINING_POOL = "training"
SIMULATION_POOL = "simulation"
