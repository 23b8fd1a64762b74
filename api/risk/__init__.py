"""Risk of stocks and portfolios: the stored measures of a session, and those of weights that a user sends."""
