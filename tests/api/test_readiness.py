"""/readyz: the database, the level of its tables and the storage decide; how far the worker is behind is told."""

from __future__ import annotations

import re
import socket
from dataclasses import replace

import pytest
from sqlalchemy import text

from backend.readiness import LOOK_AGAIN


@pytest.fixture
def ask(app):
    def ask() -> tuple[int, str]:
        answer = app.test_client().get("/readyz")
        return answer.status_code, answer.text

    return ask


@pytest.fixture
def on_level(tx):
    def on_level(number: str) -> None:
        tx.execute(text("UPDATE alembic_version SET version_num = :number"), {"number": number})
        tx.commit()

    return on_level


def test_ready_says_how_long_the_oldest_work_waits(ask, tx):
    assert ask() == (200, "ready\nqueue 0 s\n")
    tx.execute(text("INSERT INTO journal_inbox (name, at, data) VALUES ('x', now() - interval '90 s', '{}')"))
    tx.commit()
    status, said = ask()
    assert status == 200 and 90 <= int(re.search(r"queue (\d+) s", said)[1]) < 150


def test_a_job_that_is_due_counts_from_when_it_was_due_and_a_later_one_does_not_count(ask, tx):
    job = text("INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at) VALUES ('q', 't', now() + :when)")
    tx.execute(job, {"when": "1 hour"})
    tx.commit()
    assert ask() == (200, "ready\nqueue 0 s\n")
    tx.execute(job, {"when": "-90 s"})
    tx.commit()
    assert int(re.search(r"queue (\d+) s", ask()[1])[1]) >= 90


def test_tables_of_an_earlier_release_are_not_ready_and_of_a_later_one_are(ask, on_level):
    on_level("0001")
    assert ask() == (503, "not ready: migrations\n")
    on_level("9999")
    assert ask()[0] == 200, "the release before runs beside the new one's tables"


@pytest.mark.parametrize("folder", ["staging", "blobs"])
def test_a_folder_that_takes_no_bytes_is_not_ready(ask, data_dir, clock, folder):
    data_dir.mkdir()
    (data_dir / folder).write_text("no folder")
    assert ask() == (503, "not ready: storage\n")
    (data_dir / folder).unlink()
    clock.advance(seconds=LOOK_AGAIN.total_seconds())
    assert ask()[0] == 200


def test_a_bucket_that_does_not_answer_is_not_ready(ask, app, settings):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        s3 = {"bucket": "b", "endpoint": endpoint, "access_key_id": "a", "secret_access_key": "s"}
        app.extensions["liangma.settings"] = replace(settings, blob_store="s3", s3=s3)
        assert ask() == (503, "not ready: storage\n")


def test_who_asks_often_does_not_ask_the_store_as_often(ask, data_dir, clock):
    assert ask()[0] == 200
    (data_dir / "blobs").rmdir()
    (data_dir / "blobs").write_text("no folder")
    assert ask()[0] == 200
    clock.advance(seconds=LOOK_AGAIN.total_seconds())
    assert ask()[0] == 503
