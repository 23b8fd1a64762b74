-- One row: the id of the counted request, or the seconds until the next request is allowed.
-- A limit is reached while its n-th newest request is within the window.
WITH recent AS (
    SELECT
        requests.email_digest = :email_digest AS same_email,
        requests.address = :address AS same_address,
        requests.network = :network AS same_network,
        requests.requested_at
    FROM link_requests AS requests
    WHERE requests.requested_at > statement_timestamp() - make_interval(secs => :window)
),

limiting AS (
    SELECT
        (
            SELECT recent.requested_at
            FROM recent
            WHERE recent.same_email
            ORDER BY recent.requested_at DESC
            LIMIT 1 OFFSET :of_email - 1
        ) AS of_email,
        (
            SELECT recent.requested_at
            FROM recent
            WHERE recent.same_address
            ORDER BY recent.requested_at DESC
            LIMIT 1 OFFSET :of_address - 1
        ) AS of_address,
        (
            SELECT recent.requested_at
            FROM recent
            WHERE recent.same_network
            ORDER BY recent.requested_at DESC
            LIMIT 1 OFFSET :of_network - 1
        ) AS of_network,
        (
            SELECT recent.requested_at
            FROM recent
            ORDER BY recent.requested_at DESC
            LIMIT 1 OFFSET :of_all - 1
        ) AS of_all
),

blocked AS (
    SELECT greatest(limiting.of_email, limiting.of_address, limiting.of_network, limiting.of_all) AS since
    FROM limiting
),

reserved AS (
    INSERT INTO link_requests (email_digest, address, network)
    SELECT
        :email_digest,
        :address,
        :network
    FROM blocked
    WHERE blocked.since IS NULL
    RETURNING link_requests.id
)

SELECT
    reserved.id,
    extract(
        EPOCH FROM blocked.since + make_interval(secs => :window) - statement_timestamp()
    )::DOUBLE PRECISION AS seconds
FROM blocked
LEFT JOIN reserved ON TRUE;
