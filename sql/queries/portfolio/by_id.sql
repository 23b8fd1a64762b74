SELECT
    portfolios.id,
    portfolios.name,
    cast(portfolios.fee_rate AS DOUBLE PRECISION) AS fee_rate,
    portfolios.takes_up_rights,
    portfolios.is_sample,
    portfolios.created_at,
    (
        SELECT count(*)
        FROM portfolio_entries AS entries
        WHERE entries.portfolio_id = portfolios.id
    ) AS transactions
FROM portfolios
WHERE portfolios.user_id = :user_id AND portfolios.id = :portfolio_id;
