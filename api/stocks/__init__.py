"""Market table, top picks, and everything about one stock."""
