"""Ingestion of news: plan, store, report, retention."""
