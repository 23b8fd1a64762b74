"""Simulations of trading on HOSE: signals, decisions, an engine of the rules, and what a result is worth."""
