SELECT count(*) AS total FROM current_risk;
