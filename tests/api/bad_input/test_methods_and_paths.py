"""Methods that a route does not know, methods in a header, and paths spelled in another way."""

from __future__ import annotations

import json

import pytest

from backend.kernel.problems import METHOD, NOT_FOUND
from tests.api.bad_input.answers import nothing_written, refused
from tests.phone import Phone, over_flask, visit_of


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "get", "X" * 200])
def test_a_method_that_is_not_known_here_is_refused_and_the_known_ones_are_named(phone, world, method):
    with nothing_written(world):
        answer = phone.client.open("/api/v1/check-ins", method=method)
        refused(answer, METHOD)
    assert "POST" in answer.headers["Allow"]


def test_options_name_the_methods_and_do_nothing(phone, world):
    with nothing_written(world):
        answer = phone.client.options("/api/v1/check-ins")
    assert (answer.status_code, answer.data) == (200, b"") and "POST" in answer.headers["Allow"]


def test_head_says_what_get_would_without_the_words(phone):
    answer = phone.client.head("/api/v1/session")
    assert (answer.status_code, answer.data) == (200, b"")


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_no_header_makes_a_read_a_write(phone, world, header):
    with nothing_written(world):
        assert phone.client.get("/api/v1/session", headers={header: "DELETE"}).status_code == 200
        refused(phone.client.post("/api/v1/check-ins/", headers={header: "DELETE"}), NOT_FOUND)
    assert phone.client.get("/api/v1/session").status_code == 200


def test_an_upload_is_not_given_up_by_a_read(phone, world, officer):
    """tus lets a POST say what it means; nothing else may."""
    sender = Phone(over_flask(phone.client))
    location = sender.begin(sender.declare(visit_of(world, officer)).json["media_id"], b"bytes").headers["Location"]
    for method in ("GET", "HEAD", "PATCH"):
        sender.tus(method, location, {"X-HTTP-Method-Override": "DELETE"})
    assert sender.head(location).status == 200


@pytest.mark.parametrize(
    "path", ["/api/v1/session/", "/api/v1//session", "/api//v1/session", "/api/v1/%2e%2e/v1/session", "/api/v1/../v1/session",
             "/API/v1/session", "/api/v1/session%00", "/api/v1/session;x=1", "/api/v1/session%2f", "/api/v1/session.json"],
)  # fmt: skip
def test_another_spelling_of_a_path_is_another_path(phone, world, path):
    with nothing_written(world):
        answer = phone.client.get(path)
    assert answer.status_code in (308, 404), answer.data
    assert answer.status_code == 308 or not answer.is_json or answer.json["code"] == NOT_FOUND.code


@pytest.mark.parametrize("path", ["/api/v1//session", "/api//v1/session"])
def test_a_doubled_slash_is_sent_to_our_own_address_alone(phone, path):
    answer = phone.client.get(path, headers={"Host": "localhost"})
    if answer.status_code == 308:
        assert answer.headers["Location"].startswith("http://localhost/api/v1/")


@pytest.mark.parametrize(
    "id_", ["x", "0", "-1", "' or 1=1", "../../etc/passwd", "é", "0192d3f0-0000-7000-8000-00000000000g"]
)
def test_what_is_no_id_is_not_found(phone, id_):
    answer = phone.client.get(f"/api/v1/tasks/{id_}")
    assert json.loads(answer.data)["code"] == NOT_FOUND.code
