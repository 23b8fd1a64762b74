SELECT ticker
FROM stocks
WHERE
    is_active
    AND (company_checked_at IS NULL OR company_checked_at < now() - make_interval(days => :days))
ORDER BY ticker;
