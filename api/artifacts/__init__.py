"""Artifacts: links to stored files that carry their own right, and the files behind them."""
