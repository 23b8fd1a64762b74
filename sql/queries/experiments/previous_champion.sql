-- The newest earlier champion that is another version than the current one and has not been deleted.
SELECT versions.version
FROM model_champions AS champions
INNER JOIN model_versions AS versions ON champions.version_id = versions.id
WHERE
    champions.universe = :universe
    AND champions.horizon_days = :horizon
    AND versions.version <> :current
    AND versions.deleted_at IS NULL
ORDER BY champions.since DESC, champions.id DESC
LIMIT 1;
