"""The API as pages: nothing is missing, nothing is stale, and nobody needs an account to read them."""

import re

import pytest

from backend.public.interface.catalogue import problems
from backend.public.interface.document import METHODS, sections


@pytest.fixture
def get(app, world):
    """Somebody without an account."""
    world.rule_set()
    return app.test_client().get


@pytest.fixture
def document(get):
    return get("/api/openapi.json").json


def test_every_operation_of_the_document_is_on_a_page(get, document):
    asked = {(method.upper(), path) for path, item in document["paths"].items() for method in METHODS if method in item}
    shown = set()
    for name in sections(document):
        page = get(f"/api/docs/{name}").text
        shown |= set(re.findall(r'<span class="verb \w+">(\w+)</span><span class="way">([^<]+)</span>', page))
    assert shown == asked


def test_every_section_is_named_in_both_languages_and_led_to(get, document):
    for language in ("", "?lang=en"):
        overview = get(f"/api/docs{language}").text
        for name in sections(document):
            assert f'href="/api/docs/{name}{language}"' in overview


def test_an_operation_says_who_may_and_what_it_takes(get):
    page = get("/api/docs/inspections").text
    arrival = page[page.index('id="post--api-v1-check-ins"') :].split("</section>")[0]
    assert "谁可以" in arrival
    assert "<code>inspection.check_in</code>" in arrival
    assert "<code>officers[].person_id</code><em>必填</em>" in arrival
    assert "string, date-time" in arrival


def test_every_problem_is_there_with_what_to_do(get):
    page = get("/api/docs/problems").text
    assert len(problems()) > 100
    for each in problems():
        assert f'id="{each.code}"' in page


def test_a_code_means_one_thing():
    """Two problems with one code would leave a program guessing."""
    from backend.public.interface.catalogue import _loaded

    sentences: dict[str, set[str]] = {}
    for each in _loaded():
        sentences.setdefault(each.code, set()).add(each.zh)
    assert {code: zh for code, zh in sentences.items() if len(zh) > 1} == {}


def test_a_section_that_is_not_there_is_not_found(get):
    assert get("/api/docs/nothing").status_code == 404
    assert get("/api/docs/%00").status_code == 404


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string", "format": "uuid"}, "string, uuid"),
        ({"type": ["string", "null"], "maxLength": 20}, "string ≤ 20 or null"),
        ({"type": "integer", "minimum": 1, "maximum": 200}, "integer 1–200"),
        ({"type": "number", "minimum": 0}, "number ≥ 0"),
        ({"enum": ["a", "b", None], "type": ["string", "null"]}, "one of a, b or null"),
        ({"type": "array", "items": {"type": "string"}}, "[string]"),
        ({"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]}, "object or null"),
        ({}, "any"),
    ],
)
def test_a_type_in_words(schema, kind):
    from backend.public.interface.document import kind_of

    assert kind_of({"components": {"schemas": {"A": {"type": "object"}}}}, schema) == kind
