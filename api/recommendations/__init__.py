"""Recommendations with their track record, profiles and replays."""
