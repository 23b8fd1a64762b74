"""Accounts that people make for themselves, and passwords set by mail."""
