"""The least that a correct check-in costs: Flask, a body read by hand, and one function of the database.

The function locks the counter, tests the cap, stores the check-in with its place and an event. No session, no access, no
policy, no verdict. 201: counted; 409: the cap is reached.
"""

from __future__ import annotations

import os
from typing import Any
from uuid import UUID

from flask import Flask, jsonify, request
from psycopg_pool import ConnectionPool

TABLES = """
CREATE TABLE enterprise (id int PRIMARY KEY, name text NOT NULL);
INSERT INTO enterprise SELECT i, 'Enterprise ' || i FROM generate_series(1, 2000) i;
CREATE TABLE counter (enterprise_id int PRIMARY KEY REFERENCES enterprise, cap int NOT NULL, used int NOT NULL DEFAULT 0)
    WITH (fillfactor = 50);
INSERT INTO counter (enterprise_id, cap) SELECT i, 1000000000 FROM generate_series(1, 2000) i;
CREATE TABLE check_in (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, client_id uuid NOT NULL UNIQUE,
    enterprise_id int NOT NULL REFERENCES enterprise, person_id int NOT NULL, at timestamptz NOT NULL DEFAULT now(),
    accuracy_m real, place geography(point, 4326) NOT NULL);
CREATE INDEX ON check_in USING gist (place);
CREATE INDEX ON check_in (enterprise_id, at);
CREATE TABLE event (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, data jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT now());
"""
FUNCTION = """
CREATE FUNCTION arrive(client uuid, visited int, person int, lon float8, lat float8, accuracy real) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE made bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(77, visited);  -- a clean queue: who waits does not chase row versions
    UPDATE counter SET used = used + 1 WHERE enterprise_id = visited AND used < cap;
    IF NOT FOUND THEN RETURN NULL; END IF;
    INSERT INTO check_in (client_id, enterprise_id, person_id, accuracy_m, place)
    VALUES (client, visited, person, accuracy, ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography) RETURNING id INTO made;
    INSERT INTO event (name, data) VALUES ('check_in', jsonb_build_object('id', made, 'enterprise', visited));
    RETURN made;
END $$
"""
AGREE = """
SELECT (SELECT sum(used) FROM counter) = (SELECT count(*) FROM check_in)
   AND (SELECT count(*) FROM check_in) = (SELECT count(*) FROM event)
"""

_ARRIVE = "SELECT arrive(%s, %s::int, %s::int, %s, %s, %s::real)"

app = Flask(__name__)
_pools: list[ConnectionPool] = []


def _pool() -> ConnectionPool:
    if not _pools:
        settings = {"autocommit": True, "prepare_threshold": 2}
        _pools.append(ConnectionPool(os.environ["BENCH_DSN"], min_size=1, max_size=16, kwargs=settings, open=True))
    return _pools[0]


@app.post("/check-ins")
def check_in() -> Any:
    body = request.get_json()
    lon, lat = float(body["lon"]), float(body["lat"])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(body)
    facts = UUID(body["id"]), int(body["enterprise"]), int(body["person"]), lon, lat, float(body["accuracy_m"])
    with _pool().connection() as connection:
        made = connection.execute(_ARRIVE, facts).fetchone()[0]
    return (jsonify(id=made), 201) if made else (jsonify(error="cap"), 409)


@app.get("/hello")
def hello() -> Any:
    return jsonify(ok=True)
