SELECT replays.*
FROM recommendation_replays AS replays
WHERE replays.replay_id = :id;
