"""The least that a page of a certificate costs: Flask and one SELECT by key through SQLAlchemy Core, no check of anything."""

from __future__ import annotations

import os
from typing import Any

import sqlalchemy as sa
from flask import Flask, jsonify

TABLE = """
CREATE TABLE certificate (id int PRIMARY KEY, number text, holder text, organ text, expires_on text, state text);
INSERT INTO certificate SELECT i, 'B-' || lpad(i::text, 6, '0'), 'Holder ' || i, 'Organ ' || i % 100, '2027-12-31', 'active'
FROM generate_series(1, 100000) i
"""

app = Flask(__name__)
_dsn = os.environ.get("BENCH_DSN", "postgresql://").replace("postgresql://", "postgresql+psycopg://", 1)
_engine = sa.create_engine(_dsn, pool_size=16, max_overflow=0)
_row = sa.text("SELECT id, number, holder, organ, expires_on, state FROM certificate WHERE id = :id")


@app.get("/certificate/<int:id_>")
def certificate(id_: int) -> Any:
    with _engine.connect() as connection:
        row = connection.execute(_row, {"id": id_}).mappings().one()
    return jsonify(dict(row))


@app.get("/hello")
def hello() -> Any:
    return jsonify(ok=True)
