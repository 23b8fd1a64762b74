"""Technical indicators of one ticker, one per file; :mod:`vn30.features.indicator_config` imports them."""
