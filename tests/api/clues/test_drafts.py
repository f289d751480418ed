"""The one script of the public pages is named where a form takes words, and nowhere else (E4, E5)."""

from __future__ import annotations

import re

import pytest

from backend.kernel.ids import uuid7
from backend.public.draft_names import DRAFT_SCRIPT, draft_name

WITH_A_FORM = ("/clue", "/clue?lang=en", "/clue?big=1")
WITHOUT = ("/", "/v", "/p", "/p/figures", "/clue/receipt", "/i/ABCDEFGH", "/nowhere")


def scripts(page):
    return re.findall(r"<script[^>]*>", page.text)


@pytest.fixture
def get(app):
    return app.test_client().get


@pytest.mark.parametrize("address", WITH_A_FORM)
def test_a_form_names_our_own_script_and_its_policy_lets_no_other_run(teller, get, address):
    page = get(address)
    assert scripts(page) == [f'<script src="{DRAFT_SCRIPT}" defer>']
    policy = page.headers["Content-Security-Policy"].split("; ")
    assert "script-src 'self'" in policy and "default-src 'none'" in policy
    assert not re.search(r"\son\w+=", page.text), "nothing runs from within the page"


@pytest.mark.parametrize("address", WITHOUT)
def test_every_other_page_runs_nothing(get, address):
    page = get(address)
    assert not scripts(page)
    assert "script-src" not in page.headers["Content-Security-Policy"]


def test_the_script_is_small_and_kept_under_the_name_of_its_content(get):
    script = get(DRAFT_SCRIPT)
    assert script.status_code == 200 and script.mimetype == "text/javascript" and len(script.data) < 3072
    assert get("/p/draft.js?v=00000000").headers["Cache-Control"] == "no-cache", "another release's script"
    assert "immutable" in script.headers["Cache-Control"] and "Set-Cookie" not in script.headers


def test_a_draft_has_the_same_name_at_every_scan_and_tells_nobody_of_which_visit():
    visit = uuid7()
    assert draft_name("rate", visit) == draft_name("rate", visit) != draft_name("say", visit)
    assert str(visit) not in draft_name("rate", visit) and visit.hex not in draft_name("rate", visit)
