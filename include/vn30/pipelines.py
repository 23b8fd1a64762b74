"""Names that the DAGs, the set-up and the tools around them share."""

CRAWLER_DAG = "vn30_data_crawler"
TRAINING_DAG = "vn30_model_training"
MAINTENANCE_DAG = "vn30_maintenance"

HORIZONS = [7, 15, 30]
"""What can be forecast, in sessions ahead; a configuration may ask for fewer."""

ZONE = "Asia/Ho_Chi_Minh"
"""Of HOSE, and of schedules unless they name another."""

CONFIG_VARIABLE = "vn30_training_config"
CRAWLER_SETTINGS_VARIABLE = "vn30_data_crawler_settings"
TRAINING_SETTINGS_VARIABLE = "vn30_model_training_settings"

PRICES_ASSET = "vn30_prices"
"""Its events carry the session that is complete: ``{"session": "2026-06-30"}``."""

ADMIN_USER = "admin"
API_USER = "vn30_api"
"""Whom the API acts as in Airflow: role Op, which runs DAGs and keeps Variables but not users."""

PRICE_POOL = "price_source"
TRAINING_POOL = "training"
