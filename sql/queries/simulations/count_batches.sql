SELECT count(*) AS total
FROM simulation_batch_overview;
