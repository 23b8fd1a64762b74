"""Names that the DAGs, the set-up and the tools around them share."""

CRAWLER_DAG = "vn30_data_crawler"
TRAINING_DAG = "vn30_model_training"

CONFIG_VARIABLE = "vn30_training_config"

PRICE_POOL = "price_source"
TRAINING_POOL = "training"
