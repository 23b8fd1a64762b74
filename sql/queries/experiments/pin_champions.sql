-- From now on the newest run is not served any more, unless it succeeds the champion.
UPDATE model_champions
SET is_pinned = TRUE
WHERE until IS NULL AND NOT is_pinned;
