-- The summaries whose inputs have not changed since they were written.
CREATE VIEW current_summaries AS
SELECT
    states.summary,
    states.version,
    states.refreshed_at
FROM summary_states AS states
INNER JOIN summary_versions AS versions
    ON states.summary = versions.summary AND states.version = versions.version;
