-- A departure reported by a live source is kept as long as the shipped file lacks it.
INSERT INTO index_members (index_code, ticker, effective_from, effective_to, source)
SELECT
    'VN30',
    shipped.ticker,
    shipped.effective_from,
    shipped.effective_to,
    :source
FROM shipped_stays AS shipped
ON CONFLICT (index_code, ticker, effective_from) DO UPDATE
    SET effective_to = excluded.effective_to, source = excluded.source, recorded_at = now()
    WHERE
    (index_members.effective_to, index_members.source)
    IS DISTINCT FROM (excluded.effective_to, excluded.source)
    AND (
        index_members.source = excluded.source
        OR index_members.effective_to IS NULL
        OR excluded.effective_to IS NOT NULL
    );
