"""Signing in: accounts, tokens, the current user."""
