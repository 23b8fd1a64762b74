-- Those not asked for longest come first: a few that cannot be had must not hold up the rest for ever.
SELECT ticker
FROM stocks
WHERE
    is_active
    AND (company_checked_at IS NULL OR company_checked_at < now() - make_interval(days => :days))
    AND (company_asked_at IS NULL OR company_asked_at < now() - INTERVAL '20 hours')
ORDER BY company_asked_at ASC NULLS FIRST, ticker ASC;
