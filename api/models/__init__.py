"""Models: freshness, scores beside the naive forecast, and plots."""
