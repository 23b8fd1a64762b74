-- The days within a period on which members have joined or left the VN30.
SELECT DISTINCT changes.day
FROM index_members AS stays
CROSS JOIN LATERAL (VALUES (stays.effective_from), (stays.effective_to)) AS changes (day)
WHERE
    stays.index_code = 'VN30'
    AND changes.day > cast(:first AS DATE)
    AND changes.day <= cast(:last AS DATE)
ORDER BY changes.day;
