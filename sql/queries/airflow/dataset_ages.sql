SELECT *
FROM dataset_ages
ORDER BY dataset;
