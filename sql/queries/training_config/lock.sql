-- Two runs that start at the same time must not both insert the next version.
LOCK TABLE training_configs IN SHARE ROW EXCLUSIVE MODE;
