"""The names of the presets, for the DAG file, which is parsed without the documents."""

PRESET_NAMES = (
    "momentum",
    "momentum_by_minutes",
    "momentum_in_bull_markets",
    "champion_top_5",
    "recommendations",
    "one_stock",
)
