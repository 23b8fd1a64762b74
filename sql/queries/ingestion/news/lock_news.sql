-- Feeds that are stored at the same time would both insert an article that they share.
SELECT pg_advisory_xact_lock(hashtext('vn30_news'));
