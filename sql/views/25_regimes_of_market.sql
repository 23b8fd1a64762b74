-- The regimes of VNINDEX after each session up to today, beside its close.
CREATE VIEW regimes_of_market AS
SELECT
    regimes.session_date,
    prices.close_price,
    regimes.volatility,
    regimes.trend,
    regimes.state,
    regimes.smoothed_state,
    regimes.probability_calm,
    regimes.probability_usual,
    regimes.probability_wild,
    regimes.close_to_sma_200,
    regimes.computed_at
FROM market_regimes AS regimes
INNER JOIN stocks ON stocks.ticker = 'VNINDEX'
INNER JOIN stock_prices AS prices
    ON stocks.id = prices.stock_id AND regimes.session_date = prices.price_date
WHERE regimes.session_date <= (SELECT clock.as_of_date FROM current_as_of AS clock);
