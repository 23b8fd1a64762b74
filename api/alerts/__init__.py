"""Alerts: what was worth telling, and who was told."""
