"""What a daily bar is, everywhere in the platform.

A *bars* frame holds one ticker, oldest session first, with the columns of :data:`BAR_COLUMNS`: ``date`` is
the session (datetime64[ns], midnight, no zone), prices are VND as float64, ``volume`` counts shares. A
*market* frame holds many tickers: the same columns behind ``symbol``, sorted by symbol and date.
"""

PRICE_COLUMNS = ["open", "high", "low", "close"]
BAR_COLUMNS = ["date", *PRICE_COLUMNS, "volume"]
MARKET_COLUMNS = ["symbol", *BAR_COLUMNS]
