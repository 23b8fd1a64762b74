-- One row: the id of the reserved attempt, or the seconds until the next attempt is allowed.
-- A limit is reached while its n-th newest attempt is within the window.
WITH recent AS (
    SELECT
        attempts.name_digest = :name_digest AS same_name,
        attempts.address = :address AS same_address,
        attempts.attempted_at
    FROM sign_in_attempts AS attempts
    WHERE
        attempts.attempted_at > statement_timestamp() - make_interval(secs => :window)
        AND (attempts.name_digest = :name_digest OR attempts.address = :address)
),

limiting AS (
    SELECT
        (
            SELECT recent.attempted_at
            FROM recent
            WHERE recent.same_name AND recent.same_address
            ORDER BY recent.attempted_at DESC
            LIMIT 1 OFFSET :of_both - 1
        ) AS of_both,
        (
            SELECT recent.attempted_at
            FROM recent
            WHERE recent.same_address
            ORDER BY recent.attempted_at DESC
            LIMIT 1 OFFSET :of_address - 1
        ) AS of_address,
        (
            SELECT recent.attempted_at
            FROM recent
            WHERE
                recent.same_name
                -- An address from which the account was signed in to in the last days.
                AND NOT EXISTS (
                    SELECT 1
                    FROM sign_ins
                    INNER JOIN users ON sign_ins.user_id = users.id
                    WHERE
                        (users.username = :username OR users.email = lower(:username))
                        AND sign_ins.address = :address
                        AND sign_ins.expires_at > statement_timestamp()
                )
            ORDER BY recent.attempted_at DESC
            LIMIT 1 OFFSET :of_name - 1
        ) AS of_name
),

blocked AS (
    SELECT greatest(limiting.of_both, limiting.of_address, limiting.of_name) AS since
    FROM limiting
),

reserved AS (
    INSERT INTO sign_in_attempts (name_digest, address)
    SELECT
        :name_digest,
        :address
    FROM blocked
    WHERE blocked.since IS NULL
    RETURNING sign_in_attempts.id
)

SELECT
    reserved.id,
    extract(
        EPOCH FROM blocked.since + make_interval(secs => :window) - statement_timestamp()
    )::DOUBLE PRECISION AS seconds
FROM blocked
LEFT JOIN reserved ON TRUE
