-- One row a user: the labels of My List that the newest run of record has changed since the run before it,
-- for the profile of the user's settings. No row for users who get no such mails.
WITH newest AS (
    SELECT
        runs.id,
        runs.as_of_date,
        runs.created_at
    FROM recommendation_runs AS runs
    WHERE
        runs.is_current
        AND runs.as_of_date <= (SELECT clock.as_of_date FROM current_as_of AS clock)
    ORDER BY runs.as_of_date DESC
    LIMIT 1
),

previous AS (
    SELECT runs.id
    FROM recommendation_runs AS runs
    INNER JOIN newest ON runs.as_of_date <= newest.as_of_date AND runs.created_at < newest.created_at
    WHERE runs.replay_of IS NULL
    ORDER BY runs.as_of_date DESC, runs.created_at DESC
    LIMIT 1
)

SELECT
    newest.id AS run_id,
    users.id AS user_id,
    users.email,
    settings.preferred_profile AS profile,
    jsonb_agg(
        jsonb_build_object(
            'ticker', stocks.ticker,
            'horizon', made.horizon_days,
            'before', earlier.label,
            'after', made.label
        )
        ORDER BY stocks.ticker, made.horizon_days
    ) AS changes
FROM newest
CROSS JOIN previous
INNER JOIN recommendations AS made ON newest.id = made.run_id
INNER JOIN recommendations AS earlier
    ON
        previous.id = earlier.run_id
        AND made.stock_id = earlier.stock_id
        AND made.profile = earlier.profile
        AND made.horizon_days = earlier.horizon_days
        AND made.label <> earlier.label
INNER JOIN stocks ON made.stock_id = stocks.id
INNER JOIN watchlist_items AS items ON made.stock_id = items.stock_id
INNER JOIN users ON items.user_id = users.id AND users.is_active AND users.email IS NOT NULL
INNER JOIN user_settings AS settings
    ON
        users.id = settings.user_id
        AND made.profile = settings.preferred_profile
        AND settings.mail_on_label_change
INNER JOIN risk_consents AS consents
    ON users.id = consents.user_id AND consents.text_version = :text_version
GROUP BY newest.id, users.id, users.email, settings.preferred_profile
ORDER BY users.id;
