-- The tenures of champions, those of deleted versions included.
CREATE VIEW champion_tenures AS
SELECT
    champions.id AS tenure_id,
    champions.universe,
    champions.horizon_days,
    champions.version_id,
    versions.version,
    versions.line,
    versions.deleted_at IS NOT NULL AS is_deleted,
    champions.since,
    champions.until,
    champions.reason,
    champions.decided_by,
    champions.note,
    champions.evidence,
    champions.is_pinned
FROM model_champions AS champions
INNER JOIN model_versions AS versions ON champions.version_id = versions.id;
