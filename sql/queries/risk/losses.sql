SELECT losses.*
FROM current_risk AS risk
INNER JOIN risk_losses AS losses
    ON risk.stock_id = losses.stock_id AND risk.session_date = losses.session_date
WHERE risk.ticker = :ticker
ORDER BY
    losses.kind,
    CASE WHEN losses.kind = 'span' THEN losses.name::INTEGER END,
    losses.first_session;
