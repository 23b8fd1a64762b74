-- The newest risk of each stock up to today: volatility, and the ratios over a year.
CREATE VIEW current_risk AS
SELECT
    newest.stock_id,
    stocks.ticker,
    stocks.name,
    stocks.sector,
    newest.session_date,
    newest.first_bar,
    newest.last_bar,
    newest.ewma_volatility,
    newest.realised_volatility,
    newest.intraday_volatility,
    newest.traded_value,
    newest.computed_at
FROM stocks
CROSS JOIN
    LATERAL (
        SELECT states.*
        FROM risk_states AS states
        WHERE
            states.stock_id = stocks.id
            AND states.session_date <= (SELECT clock.as_of_date FROM current_as_of AS clock)
        ORDER BY states.session_date DESC
        LIMIT 1
    ) AS newest
WHERE stocks.is_active;
