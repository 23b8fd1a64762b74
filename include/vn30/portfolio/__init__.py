"""Portfolios of users: transactions, holdings, values, returns and the import of a broker's statement."""
