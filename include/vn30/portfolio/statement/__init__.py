"""The statement of a broker: a CSV of transactions, read and understood line by line."""
