-- Members that the live list lacks leave on the session; a membership that began on that session is deleted.
WITH undone AS (
    DELETE FROM index_members
    WHERE index_code = 'VN30' AND effective_from = :session AND ticker <> all(:listed)
)

UPDATE index_members
SET effective_to = :session, source = :source, recorded_at = now()
WHERE
    index_code = 'VN30'
    AND effective_from < :session
    AND (effective_to IS NULL OR effective_to > :session)
    AND ticker <> all(:listed);
