"""Daily snapshots of fundamentals: plan, load with validation, retention."""
