-- One row a model with a horizon to show, as the API returns it (document) but for the link to its plot,
-- which belongs to a sign-in.
CREATE VIEW model_rows AS
SELECT
    models.ticker,
    models.plot_artifacts_id,
    json_build_object(
        'ticker', models.ticker,
        'state', models.freshness_state,
        'belowNaive', models.below_naive,
        'lastTrained', to_json(models.last_updated_at AT TIME ZONE 'UTC') #>> '{}' || 'Z',
        'mape', coalesce(
            json_object_agg(
                models.horizon_days || 'd', models.mape_pct::DOUBLE PRECISION
                ORDER BY models.horizon_days
            )
            FILTER (WHERE models.mape_pct IS NOT NULL),
            '{}'
        ),
        'naiveMape', coalesce(
            json_object_agg(
                models.horizon_days || 'd', models.naive_mape_pct::DOUBLE PRECISION
                ORDER BY models.horizon_days
            )
            FILTER (WHERE models.naive_mape_pct IS NOT NULL),
            '{}'
        ),
        'skill', coalesce(
            json_object_agg(
                models.horizon_days || 'd', models.skill::DOUBLE PRECISION
                ORDER BY models.horizon_days
            )
            FILTER (WHERE models.skill IS NOT NULL),
            '{}'
        ),
        'verdict', coalesce(
            json_object_agg(
                models.horizon_days || 'd', models.verdict
                ORDER BY models.horizon_days
            )
            FILTER (WHERE models.verdict IS NOT NULL),
            '{}'
        ),
        'predictions', coalesce(
            json_object_agg(
                models.horizon_days || 'd', models.predicted_change_pct::DOUBLE PRECISION
                ORDER BY models.horizon_days
            )
            FILTER (WHERE models.predicted_change_pct IS NOT NULL),
            '{}'
        ),
        'lower', coalesce(
            json_object_agg(
                models.horizon_days || 'd', models.lower_change_pct::DOUBLE PRECISION
                ORDER BY models.horizon_days
            )
            FILTER (WHERE models.lower_change_pct IS NOT NULL),
            '{}'
        ),
        'upper', coalesce(
            json_object_agg(
                models.horizon_days || 'd', models.upper_change_pct::DOUBLE PRECISION
                ORDER BY models.horizon_days
            )
            FILTER (WHERE models.upper_change_pct IS NOT NULL),
            '{}'
        ),
        'asOf', clock.as_of_date,
        'dataSource', CASE WHEN clock.market = 'simulated' THEN 'simulated' ELSE clock.source END
    ) AS document
FROM model_overview AS models
LEFT JOIN current_as_of AS clock ON TRUE
GROUP BY
    models.ticker,
    models.plot_artifacts_id,
    models.freshness_state,
    models.below_naive,
    models.last_updated_at,
    clock.as_of_date,
    clock.market,
    clock.source;
