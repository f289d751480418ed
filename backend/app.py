"""Puts the HTTP packages together; the only module that knows them all."""

from __future__ import annotations

import importlib
import importlib.util

from flask import Response, jsonify
from flask_smorest import Blueprint
from prometheus_client import CONTENT_TYPE_LATEST

from backend.audit.recorder import Recorder
from backend.config import Settings
from backend.identity.service import Gate
from backend.kernel.clock import Clock, SystemClock
from backend.kernel.db import make_engine
from backend.kernel.http import Api, App, access, now, own_transaction, owns_its_transaction, problem_response
from backend.kernel.problems import ProblemRaised
from backend.kernel.schema import UtcDateTime
from backend.kernel.transaction import Sessions, make_sessions
from backend.metrics import Metrics, as_text
from backend.readiness import Storage, look_at_database

PACKAGES = (
    "identity",
    "audit",
    "approvals",
    "lists",
    "rulesets",
    "registers",
    "enterprises",
    "planning",
    "certificates",
    "inspections",
    "evidence",
    "feedback",
    "papers",
    "draws",
    "clues",
    "supervision",
    "notifications",
    "monitoring",
    "setup",
    "public",
)
MODULES = ("api", "tus", "pages")
SOURCES = ("listed", "importers", "exporters", "thresholds", "held")


def create_app(settings: Settings, *, sessions: Sessions | None = None, clock: Clock | None = None) -> App:
    """The web application. `sessions` and `clock` are given by tests."""
    app = put_together()
    furnish(app, settings, sessions or make_sessions(make_engine(settings.database_url)), clock or SystemClock())
    return app


def furnish(app: App, settings: Settings, sessions: Sessions, clock: Clock) -> None:
    """Lay into the application what it works with; everything that differs between two of them is here."""
    app.extensions["liangma.settings"] = settings
    app.extensions["liangma.sessions"] = sessions
    app.extensions["liangma.clock"] = clock
    app.extensions["liangma.gate"] = Gate()
    app.extensions["liangma.recorder"] = Recorder()
    app.extensions["liangma.storage"] = Storage()


def put_together() -> App:
    """Every route with its documentation; it answers once it is furnished."""
    app = App("liangma", static_folder=None)
    app.config.update(_openapi_settings(), MAX_CONTENT_LENGTH=2 * 1024 * 1024, MAX_FORM_MEMORY_SIZE=1024 * 1024)
    api = Api(app)
    api.register_field(UtcDateTime, "string", "date-time")
    app.register_error_handler(ProblemRaised, problem_response)
    _load_sources()
    for blueprint in blueprints():
        api.register_blueprint(blueprint)
    _document(app, api)
    _health(app)
    return app


def blueprints() -> list[Blueprint]:
    """Every `blueprint` of every package's HTTP modules."""
    found = []
    for package in PACKAGES:
        for module in MODULES:
            name = f"backend.{package}.{module}"
            if importlib.util.find_spec(name) is not None:
                found.append(importlib.import_module(name).blueprint)
    return found


def _load_sources() -> None:
    """Modules that name themselves: sources of public lists, tables that can be brought in and taken out."""
    for package in PACKAGES:
        for module in SOURCES:
            name = f"backend.{package}.{module}"
            if importlib.util.find_spec(name) is not None:
                importlib.import_module(name)


def _document(app: App, api: Api) -> None:
    app.extensions["liangma.document"] = api.document

    @app.get("/api/openapi.json")
    @access("public")
    @owns_its_transaction
    def openapi() -> Response:
        """The OpenAPI 3.1 document of this API; every operation names its access."""
        return jsonify(api.document())


def _health(app: App) -> None:
    @app.get("/healthz")
    @access("public")
    @owns_its_transaction
    def healthz() -> str:
        """Alive: the process answers."""
        return "ok\n"

    @app.get("/readyz")
    @access("public")
    @owns_its_transaction
    def readyz() -> tuple[str, int]:
        """Ready: the database answers and is migrated, and storage takes bytes. A worker that is behind is only told."""
        with own_transaction(read_only=True) as tx:
            queue = look_at_database(tx)
        storage: Storage = app.extensions["liangma.storage"]
        wrong = (
            "migrations"
            if not queue.migrated
            else ""
            if storage.takes_bytes(app.extensions["liangma.settings"], now())
            else "storage"
        )
        return (f"not ready: {wrong}\n", 503) if wrong else (f"ready\nqueue {queue.seconds} s\n", 200)

    @app.get("/metrics")
    @access("public")
    @owns_its_transaction
    def metrics() -> Response:
        """Figures for the operator's monitoring; the gateway lets only this machine ask."""
        storage: Storage = app.extensions["liangma.storage"]
        settings: Settings = app.extensions["liangma.settings"]
        takes = storage.takes_bytes(settings, now())
        with own_transaction(read_only=True) as tx:
            oldest = look_at_database(tx).seconds
            told = as_text(Metrics(tx, oldest_s=oldest, stores_take_bytes=takes, data_dir=settings.data_dir))
        return Response(told, content_type=CONTENT_TYPE_LATEST)


def _openapi_settings() -> dict[str, object]:
    return {
        "API_TITLE": "亮码 Liangma",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
    }
