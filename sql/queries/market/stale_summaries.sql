-- The summaries to write, with the version of what they will be made of.
SELECT
    versions.summary,
    versions.version
FROM summary_versions AS versions
WHERE
    NOT EXISTS (
        SELECT 1
        FROM summary_states AS states
        WHERE states.summary = versions.summary AND states.version = versions.version
    )
ORDER BY versions.summary;
