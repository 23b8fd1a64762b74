SELECT count(*) AS total
FROM model_version_overview;
