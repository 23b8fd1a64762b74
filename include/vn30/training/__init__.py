"""Paths of 0.1 that are in stored files. To be removed in 1.0."""
