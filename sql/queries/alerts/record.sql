-- An event that lasts stays one row; new members make it due again at once.
INSERT INTO alerts AS known (key, kind, subject, title, details, messages, members, session, dag_id, run_id)
VALUES (
    :key,
    :kind,
    :subject,
    :title,
    cast(:details AS TEXT[]),
    cast(:messages AS JSONB),
    cast(:members AS TEXT[]),
    cast(:session AS DATE),
    :dag_id,
    :run_id
)
ON CONFLICT (key) WHERE resolved_at IS NULL DO UPDATE SET
    title = excluded.title,
    details = excluded.details,
    messages = excluded.messages,
    members = excluded.members,
    session = coalesce(excluded.session, known.session),
    dag_id = coalesce(excluded.dag_id, known.dag_id),
    run_id = coalesce(excluded.run_id, known.run_id),
    last_seen = now(),
    times = known.times + 1,
    news = CASE WHEN excluded.members <@ known.members THEN known.news ELSE known.news + 1 END;
