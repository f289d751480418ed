"""Names with emoji, marks that turn the direction of writing, letters nobody sees, and Han beyond the first 65,536."""

from __future__ import annotations

import json

import pytest

from backend.kernel.ids import uuid7
from backend.kernel.problems import INVALID
from backend.public.bidi import held_together
from tests.api.bad_input.answers import nothing_written, refused, says

KEPT = {
    "emoji": "云川食品🐉👨‍👩‍👧", "4-byte Han": "𠮷野家𠀀", "right to left": "مطعم שלום", "combining": "Café é́́",
    "override": "云川\u202e品食\u202c", "isolate": "\u2067云川\u2069", "zero width": "云\u200b川\u200d\ufeff", "variation": "葛󠄀城",
}  # fmt: skip
CODE = "91350100M000100Y43"


@pytest.mark.parametrize("name", KEPT.values(), ids=KEPT)
def test_a_name_is_kept_letter_by_letter(office, name):
    made = office.send(office.bureau, "POST", "/enterprises", {"identifier": CODE, "name": name})
    assert (made.status_code, made.json["name"]) == (201, name)
    assert office.send(office.admin, "POST", "/people", office.person_body(name=name)).json["name"] == name


@pytest.mark.parametrize("bad", ["a\0b", "\0", "\ud800", "云\udfff"], ids=["nul inside", "nul", "half", "other half"])
def test_what_cannot_be_kept_is_refused_by_name(office, bad):
    content = json.dumps({"identifier": CODE, "name": bad}).encode()
    headers = {"Idempotency-Key": str(uuid7())}
    with nothing_written(office.world):
        client = office.api.as_(office.bureau).client
        answer = client.post("/api/v1/enterprises", data=content, content_type="application/json", headers=headers)
        body = refused(answer, INVALID, "name")
    assert says(body, "含有无法保存的字符", "Text that cannot be kept: U+0000 or half a character.")


@pytest.mark.parametrize("name", ["", " ", "\u3000\t"])
def test_a_name_of_nothing_is_refused(office, name):
    with nothing_written(office.world):
        refused(office.send(office.bureau, "POST", "/enterprises", {"identifier": CODE, "name": name}), INVALID, "name")


@pytest.mark.parametrize("mark", "\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
def test_on_a_public_page_no_name_turns_the_words_behind_it(mark):
    """What a name opens ends with the name: FIRST STRONG ISOLATE before it, POP DIRECTIONAL ISOLATE behind it."""
    ends = "\u2069" * (2 if mark in "\u2066\u2067\u2068" else 1)
    assert held_together(f"云川{mark}品食") == f"\u2068云川{mark}品食{ends}"
    assert held_together(f"云川\u2069{mark}") == f"\u2068云川{mark}{ends}", "nor does it end what we opened"
    assert held_together("云川食品") == "云川食品"
