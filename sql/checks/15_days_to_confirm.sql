-- Days on which the calendar may be wrong, until an operator decides.
SELECT
    'warning' AS severity,
    NULL AS ticker,
    CASE kind
        WHEN 'closed' THEN day || ' may have been closed: ' || reason
        ELSE day || ' may have been a session: ' || reason || ', which were rejected'
    END || '. Confirm or dismiss it on the page Pipelines' AS detail
FROM trading_days
WHERE state = 'proposed' AND day <= cast(:as_of AS DATE)
ORDER BY day;
