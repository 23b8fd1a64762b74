"""Ingestion of one-minute bars."""
