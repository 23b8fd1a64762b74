"""Versions of the lake's data sets, and links to their files."""
