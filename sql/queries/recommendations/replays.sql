SELECT replays.*
FROM recommendation_replays AS replays
ORDER BY replays.created_at DESC, replays.replay_id ASC
LIMIT :limit OFFSET :skipped;
