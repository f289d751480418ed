#!/bin/sh
# For the database container: a role that owns everything and is no superuser, its database, the extensions.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$DATABASE_PASSWORD" -U postgres -d postgres <<'SQL'
CREATE ROLE liangma LOGIN PASSWORD :'password';
CREATE DATABASE liangma OWNER liangma;
\connect liangma
CREATE EXTENSION postgis;
CREATE EXTENSION btree_gist;
CREATE EXTENSION pg_trgm;
SQL
