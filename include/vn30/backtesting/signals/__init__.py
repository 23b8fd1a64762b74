"""Signals of stocks by session: forecasts, recommendations, or a formula over features."""
