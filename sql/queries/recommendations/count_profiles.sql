SELECT count(*) AS total
FROM recommendation_profile_versions;
