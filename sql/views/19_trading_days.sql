-- The days on which the calendar is, or may be, corrected: the newest decision of each.
CREATE VIEW trading_days AS
SELECT newest.*
FROM (
    SELECT DISTINCT ON (decisions.day)
        decisions.day,
        decisions.kind,
        decisions.state,
        decisions.reason,
        decisions.decided_by,
        decisions.decided_at
    FROM trading_day_decisions AS decisions
    ORDER BY decisions.day ASC, decisions.id DESC
) AS newest
WHERE newest.state <> 'withdrawn';
