SELECT
    stocks.ticker AS symbol,
    states.session_date AS date,
    states.last_bar,
    states.ewma_volatility,
    states.realised_volatility,
    states.intraday_volatility,
    states.traded_value,
    tails.value_at_risk,
    tails.expected_shortfall,
    tails.zone,
    measures.volatility,
    measures.volatility_error,
    measures.annual_return,
    measures.sharpe,
    measures.sharpe_error,
    measures.drawdown,
    measures.beta_vnindex,
    measures.beta_vnindex_error,
    measures.beta_vn30,
    measures.beta_vn30_error
FROM risk_states AS states
INNER JOIN stocks ON states.stock_id = stocks.id
LEFT JOIN risk_measures AS measures
    ON
        states.stock_id = measures.stock_id
        AND states.session_date = measures.session_date
        AND measures.period_sessions = 250
LEFT JOIN var_backtests AS tails
    ON
        states.stock_id = tails.stock_id
        AND states.session_date = tails.session_date
        AND tails.method = 'filtered'
        AND tails.confidence = 0.95
        AND tails.horizon_sessions = 1
WHERE
    states.session_date <= :as_of
    AND (cast(:start AS DATE) IS NULL OR states.session_date >= :start)
    AND (cast(:tickers AS TEXT[]) IS NULL OR stocks.ticker = any(cast(:tickers AS TEXT[])))
ORDER BY stocks.ticker, states.session_date;
