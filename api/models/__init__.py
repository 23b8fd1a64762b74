"""Models: how old they are, how good they are against the naive forecast, and their plots."""
