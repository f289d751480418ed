"""/metrics: what waits, what lies aside and what room there is, as Prometheus reads it; nobody's name."""

from __future__ import annotations

import shutil

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from backend.metrics import COUNTED, SUMS
from tests.arrivals import arrival

LABELS = {"status", "follower", "state", "version"}


@pytest.fixture
def ask(app):
    def ask() -> dict[tuple[str, str], float]:
        answer = app.test_client().get("/metrics")
        assert answer.status_code == 200 and answer.content_type.startswith("text/plain")
        families = text_string_to_metric_families(answer.text)
        return {(each.name, *each.labels.values()): each.value for one in families for each in one.samples}

    return ask


def put(tx, statement: str) -> None:
    tx.execute(text(statement))
    tx.commit()


def test_every_figure_has_its_help_and_one_known_label_at_most(app):
    families = {each.name: each for each in text_string_to_metric_families(app.test_client().get("/metrics").text)}

    assert set(COUNTED) | set(SUMS) <= set(families)
    assert all(each.documentation for each in families.values())
    assert {label for each in families.values() for one in each.samples for label in one.labels} <= LABELS


def test_a_quiet_house_waits_for_nothing(ask):
    figures = ask()

    assert figures["liangma_queue_oldest_seconds",] == 0
    assert figures["liangma_journal_waiting",] == 0
    assert figures["liangma_storage_ready",] == 1
    assert figures["liangma_data_free_bytes",] > 0
    assert figures["liangma_database_bytes",] > 1_000_000


def test_what_waits_and_what_lies_aside_is_counted(ask, tx):
    put(tx, "INSERT INTO journal_inbox (name, at, data) VALUES ('x', now() - interval '90 s', '{}')")
    put(tx, "INSERT INTO journal_place (follower, seq, failures) VALUES ('map', 0, 2), ('alerts', 0, 0)")
    put(tx, "INSERT INTO journal (seq, name, at, data) VALUES (1, 'x', now(), '{}')")
    put(tx, "INSERT INTO journal_parked (follower, seq, error, at) VALUES ('map', 1, 'ValueError', now())")
    figures = ask()

    assert figures["liangma_queue_oldest_seconds",] >= 90
    assert figures["liangma_journal_waiting",] == 1
    assert (figures["liangma_journal_parked", "map"], figures["liangma_journal_parked", "alerts"]) == (1, 0)
    assert (figures["liangma_journal_failures", "map"], figures["liangma_journal_behind", "alerts"]) == (2, 1)


def test_a_store_that_takes_no_bytes_is_told(ask, settings):
    shutil.rmtree(settings.data_dir / "staging", ignore_errors=True)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    (settings.data_dir / "staging").write_text("a file where a folder was")

    assert ask()["liangma_storage_ready",] == 0


def test_a_visit_shows_in_no_label(app, world):
    organ = world.organ()
    arrival(world, organ, world.officer(organ), mark="violation")

    told = app.test_client().get("/metrics").text
    assert "云川" not in told and "监督" not in told
