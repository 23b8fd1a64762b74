SELECT *
FROM current_var_backtests
WHERE ticker = :ticker
ORDER BY
    array_position(ARRAY['filtered', 'historical', 'cornish_fisher'], method),
    horizon_sessions,
    confidence;
