"""The command line for accounts."""
