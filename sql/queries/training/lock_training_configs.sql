-- Two runs that start together must not both make the next version.
LOCK TABLE training_configs IN SHARE ROW EXCLUSIVE MODE;
