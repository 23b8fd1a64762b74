"""Artifacts: stored files, and signed links to them."""
