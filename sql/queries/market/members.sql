-- Days before the first recorded basket have the members of that basket.
SELECT DISTINCT stays.ticker
FROM index_members AS stays
WHERE
    stays.index_code = 'VN30'
    AND daterange(stays.effective_from, stays.effective_to) @> greatest(
        cast(:day AS DATE),
        (
            SELECT min(oldest.effective_from)
            FROM index_members AS oldest
            WHERE oldest.index_code = 'VN30'
        )
    )
ORDER BY stays.ticker;
