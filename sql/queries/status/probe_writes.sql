-- Sorts more than fits into memory: the server writes a temporary file, and fails where its disk takes none.
-- Nothing of it stays.
SET LOCAL work_mem = '64kB';

SELECT
    current_setting('transaction_read_only') = 'on' AS read_only,
    count(*) AS sorted
FROM
    (
        SELECT md5(cast(series.value AS TEXT)) AS line
        FROM generate_series(1, 5000) AS series (value)
        ORDER BY line
    ) AS lines;
