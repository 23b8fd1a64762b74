INSERT INTO ranker_scores (
    run_id,
    horizon_days,
    ranker,
    sessions,
    rank_ic,
    rank_ic_error,
    pooled_rank_ic,
    pooled_rank_ic_error,
    gain,
    gain_error
)
VALUES (
    :run_id,
    :horizon,
    :ranker,
    :sessions,
    :rank_ic,
    :rank_ic_error,
    :pooled_rank_ic,
    :pooled_rank_ic_error,
    :gain,
    :gain_error
);
