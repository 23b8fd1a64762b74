-- The runs of vn30_simulation are mirrored for their alerts. It has no schedule: users start it.

INSERT INTO pipeline_dags (dag_id, name, status, schedule_cron, schedule_label, default_owner, default_tags)
VALUES ('vn30_simulation', 'VN30 simulation', 'active', '', 'on request', 'vn30', '{simulation, vn30}')
ON CONFLICT DO NOTHING;
