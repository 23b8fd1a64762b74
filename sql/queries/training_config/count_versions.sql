SELECT count(*) AS total
FROM training_configs AS configs
WHERE configs.name = 'vn30_training_config';
