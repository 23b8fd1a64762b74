-- The checked sessions of the newest look-ahead check, with the columns that depend on later prices.
CREATE VIEW lookahead_results AS
SELECT
    checks.id,
    checks.airflow_run_id,
    checks.session_date,
    checks.as_of_date,
    checks.horizon,
    checks.seed,
    checks.ticker,
    checks.tickers,
    checks.values_compared,
    checks.seconds,
    checks.checked_at,
    coalesce(found.differences, 0) AS differences,
    coalesce(found.details, '{}') AS details
FROM lookahead_checks AS checks
LEFT JOIN LATERAL (
    SELECT
        count(*) AS differences,
        array_agg(
            differences.part || ' ' || differences.name || ' of ' || differences.ticker || ' on '
            || differences.session_date || ': ' || differences.full_value || ' from all prices, '
            || differences.cut_value || ' from those up to the checked session'
            ORDER BY differences.part, differences.name
        ) AS details
    FROM lookahead_differences AS differences
    WHERE differences.check_id = checks.id
) AS found ON TRUE
WHERE
    checks.airflow_run_id = (
        SELECT newest.airflow_run_id
        FROM lookahead_checks AS newest
        ORDER BY newest.checked_at DESC, newest.id DESC
        LIMIT 1
    );
