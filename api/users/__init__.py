"""Accounts: for admins by HTTP, for operators from the command line."""
