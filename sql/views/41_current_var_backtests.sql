-- The newest value at risk of each stock up to today, with its back-test.
CREATE VIEW current_var_backtests AS
SELECT
    risk.ticker,
    tests.*
FROM current_risk AS risk
INNER JOIN var_backtests AS tests
    ON risk.stock_id = tests.stock_id AND risk.session_date = tests.session_date;
