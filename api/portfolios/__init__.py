"""Portfolios of the signed-in user: transactions, holdings, returns and imports."""
