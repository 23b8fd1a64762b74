-- Two saves at the same time must not both insert the next version.
LOCK TABLE recommendation_profile_versions IN SHARE ROW EXCLUSIVE MODE;
