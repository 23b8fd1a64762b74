SELECT files.url
FROM simulation_files AS files;
