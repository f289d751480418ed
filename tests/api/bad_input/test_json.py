"""Content that says something twice, too deeply, under unknown names, in too many bytes, or as something else."""

from __future__ import annotations

import pytest

from backend.kernel.ids import uuid7
from backend.kernel.problems import INVALID, KEY_MISSING, MALFORMED, TOO_LARGE
from tests.api.bad_input.answers import nothing_written, refused, says

DOORS = ("/check-ins", "/session")


def post(phone, path: str, content: bytes, kind: str = "application/json"):
    headers = {"Idempotency-Key": str(uuid7())}
    return phone.client.post(f"/api/v1{path}", data=content, content_type=kind, headers=headers)


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize(
    "content",
    [b'{"login":"a","login":"b","password":"x"}', b'{"a":{"b":1,"b":1}}', b'{"a":[{"\\u0061":1,"a":2}]}'],
    ids=["on top", "inside", "spelled in another way"],
)
def test_a_name_that_is_said_twice_is_malformed(phone, world, path, content):
    """Of two values nobody could say which was meant; other readers take the first."""
    with nothing_written(world):
        refused(post(phone, path, content), MALFORMED)


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize("levels", [41, 10_000])
def test_nested_too_deep_is_malformed(phone, world, path, levels):
    with nothing_written(world):
        refused(post(phone, path, b'{"a":' * levels + b"1" + b"}" * levels), MALFORMED)


@pytest.mark.parametrize(
    "content", [b"{", b'{"a":1}x', b"{'a':1}", b"\xff\xfe{}", b'{"a":\x01}', b'{"a":"\xc3"}', b"login=a&password=b"]
)
def test_what_is_no_json_is_malformed(phone, content):
    refused(post(phone, "/session", content), MALFORMED)


def test_unknown_fields_are_refused_by_name(phone, world):
    with nothing_written(world):
        body = refused(phone.post("/session", {"login": "a", "password": "b", "admin": True}), INVALID, "admin")
    assert says(body, "不认识的字段", "Unknown field.")


@pytest.mark.parametrize("content", [b"[]", b"1", b'"x"', b"null", b"true"])
def test_what_is_no_object_is_refused(phone, content):
    refused(post(phone, "/session", content), INVALID)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "multipart/form-data", "application/x-www-form-urlencoded"]
)
def test_json_under_another_name_is_not_read(phone, world, kind):
    with nothing_written(world):
        refused(post(phone, "/session", b'{"login":"a","password":"b"}', kind), INVALID, "login")


def test_more_than_two_megabytes_are_too_much(phone, world):
    with nothing_written(world):
        refused(post(phone, "/session", b'{"login":"' + b"a" * 2_100_000 + b'"}'), TOO_LARGE)


@pytest.mark.parametrize("key", ["", "1", "x" * 10_000, "0192d3f0-0000-7000-8000", "é"])
def test_a_write_needs_a_key_that_is_a_uuid(phone, world, key):
    with nothing_written(world):
        answer = phone.client.post(
            "/api/v1/check-ins", json={}, headers={"Idempotency-Key": key.encode().decode("latin-1")}
        )
        refused(answer, KEY_MISSING, "Idempotency-Key")


@pytest.mark.parametrize(
    ("asked", "language"), [("zh-CN", "zh"), ("en-GB,en;q=0.9", "en"), ("fr", "zh"), ("*;q=x", "zh")]
)
def test_the_sentence_comes_in_the_language_of_the_reader(phone, asked, language):
    answer = phone.client.post(
        "/api/v1/session", data=b"{", content_type="application/json", headers={"Accept-Language": asked}
    )
    body = refused(answer, MALFORMED)
    assert (body["detail"], body["remedy"]) == (body["sentence"][language], body["remedies"][language])
