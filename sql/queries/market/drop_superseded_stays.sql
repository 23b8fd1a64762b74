-- Deletes memberships that the shipped file lacks, if an earlier version of the file had them or if they
-- overlap one of the file: a live source reports a change when it is announced, or after it took effect.
DELETE FROM index_members AS recorded
WHERE
    recorded.index_code = 'VN30'
    AND NOT EXISTS (
        SELECT 1
        FROM shipped_stays AS shipped
        WHERE shipped.ticker = recorded.ticker AND shipped.effective_from = recorded.effective_from
    )
    AND (
        recorded.source = :source
        OR EXISTS (
            SELECT 1
            FROM index_members AS kept
            INNER JOIN shipped_stays AS shipped
                ON kept.ticker = shipped.ticker AND kept.effective_from = shipped.effective_from
            WHERE
                kept.index_code = 'VN30'
                AND kept.ticker = recorded.ticker
                AND daterange(kept.effective_from, kept.effective_to)
                && daterange(recorded.effective_from, recorded.effective_to)
        )
    );
