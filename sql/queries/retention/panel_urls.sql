SELECT url
FROM feature_panels;
