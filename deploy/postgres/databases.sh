#!/bin/sh
# The PostgreSQL image runs this once, on an empty volume: it creates a database with an owner for the platform, and
# another for Airflow.
set -eu
for name in vn30 airflow; do
    psql --username "$POSTGRES_USER" --dbname postgres --no-psqlrc --quiet --set ON_ERROR_STOP=1 \
        --set name="$name" --set password="$(cat "/run/secrets/postgres_${name}_password")" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
done
