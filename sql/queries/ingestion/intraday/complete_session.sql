-- The session that a run has completed for all members: each has its minutes, from after it
-- had settled.
SELECT runs.as_of_date AS session_date
FROM intraday_runs AS runs
WHERE
    runs.airflow_run_id = :airflow_run_id
    AND NOT runs.newest_only
    AND NOT EXISTS (
        SELECT 1
        FROM unnest(cast(:members AS TEXT[])) AS members (ticker)
        LEFT JOIN intraday_sessions AS sessions
            ON
                members.ticker = sessions.symbol
                AND runs.as_of_date = sessions.session_date
                AND NOT sessions.is_provisional
        WHERE sessions.symbol IS NULL
    );
