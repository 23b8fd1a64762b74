-- The longest unchecked come first, so that companies that always fail do not block the others.
SELECT ticker
FROM stocks
WHERE
    is_active
    AND (company_checked_at IS NULL OR company_checked_at < now() - make_interval(days => :days))
    AND (company_asked_at IS NULL OR company_asked_at < now() - INTERVAL '20 hours')
ORDER BY company_asked_at ASC NULLS FIRST, ticker ASC;
