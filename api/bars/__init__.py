"""Bars of a stock, of a minute up to a week."""
