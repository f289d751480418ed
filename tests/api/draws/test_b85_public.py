"""B-85: everybody reads the commitment at once, the outcome once it is published, and runs the draw again from the file."""

from __future__ import annotations

import json

import pytest

from backend.kernel.ids import uuid7
from tests.api.draws.told import FIXED, SOURCE, VALUE
from verifier.liangma_verify.__main__ import DIFFERENT, SAME, main
from verifier.liangma_verify.draw import check


def page(desk, path, status=200):
    answer = desk.api.as_(None).client.get(path)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def test_b85_the_published_file_alone_is_enough_to_draw_again(desk, tmp_path, capsys):
    draw_id = desk.published(wanted=5)
    answer = desk.file(draw_id)
    assert answer.status_code == 200
    path = tmp_path / "draw.json"
    path.write_bytes(answer.data)
    assert main(["draw", str(path)]) == SAME
    told = capsys.readouterr().out
    assert VALUE in told and SOURCE in told
    picks = [each["object"].partition(":")[2] for each in answer.json["picks"]]
    assert picks == [each["identifier"] for each in desk.outcome(draw_id)]


def test_b85_one_changed_weight_of_the_published_file_is_found(desk, tmp_path):
    file = desk.file(desk.published()).json
    file["objects"][0][1] += 1
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(file))
    assert main(["draw", str(path)]) == DIFFERENT


def test_b85_pairs_that_keep_apart_are_told_only_where_the_draw_met_them(desk, world):
    from datetime import date

    from backend.registers.models import Conflict

    for enterprise in desk.enterprises:
        world._add(Conflict(
            id=uuid7(), person_id=desk.zhou.person.id, scheme="uscc", identifier=enterprise.identifier, reason="亲属任职",
            from_on=date(2026, 1, 1), recorded_by=desk.planner.person.id, recorded_at=world.clock.now(),
        ))  # fmt: skip
    file = desk.file(desk.published(wanted=2)).json
    assert check(file) is None
    assert len(file["avoidances"]) == 8
    assert len(file["avoided"]) <= 2
    assert "亲属任职" not in json.dumps(file, ensure_ascii=False)


def test_b87_replacements_stand_in_the_file_and_on_the_page_by_number_and_reason_without_the_note(desk):
    draw_id = desk.drawn()
    number = desk.outcome(draw_id)[0]["going"][0]["number"]
    body = {"number": number, "reason": "leave", "note": "住院治疗"}
    assert desk.act(f"/{draw_id}/objects/1/replacements", body).status_code == 201
    desk.act(f"/{draw_id}/publication")
    file = desk.file(draw_id).json
    assert file["about"]["replacements"] == [{"n": 1, "officer": number, "reason": "leave"}]
    assert check(file) is None
    shown = page(desk, f"/p/draws/{draw_id}")
    assert f"{number} 请假" in shown
    assert "住院" not in shown + json.dumps(file, ensure_ascii=False)


def test_b85_a_draft_is_nobodys_business_and_a_commitment_everybodys(desk):
    draft = desk.drafted()
    page(desk, f"/p/draws/{draft}", 404)
    assert draft not in page(desk, "/p/draws")
    committed = desk.committed()
    shown = page(desk, f"/p/draws/{committed}")
    told = desk.see(f"/{committed}")["committed"]
    assert told["commitment_sha256"] in shown
    assert SOURCE in shown
    assert desk.file(committed).status_code == 404


@pytest.mark.parametrize("state", ["committed", "drawn"])
def test_b85_before_it_is_published_nobody_learns_who_was_drawn(desk, state):
    draw_id = getattr(desk, state)()
    shown = page(desk, f"/p/draws/{draw_id}") + page(desk, f"/p/draws/{draw_id}?lang=en")
    assert not [each.name for each in desk.enterprises if each.name in shown]
    assert not [each.identifier for each in desk.enterprises if each.identifier in shown]
    assert desk.file(draw_id).status_code == 404


def test_b85_the_page_names_no_person(desk):
    shown = page(desk, f"/p/draws/{desk.published()}")
    assert not [name for name in ("周明远", "林晓", "王立新", "何雨晴", "赵经办", "钱负责") if name in shown]


@pytest.mark.parametrize("state", ["committed", "drawn", "published"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_b85_each_state_has_its_page_in_both_languages(desk, state, lang):
    draw_id = getattr(desk, state)()
    shown = page(desk, f"/p/draws/{draw_id}?lang={lang}")
    assert "<script" not in shown
    assert ("liangma-verify" in shown) == (state == "published")
    assert f"/p/draws/{draw_id}" in page(desk, f"/p/draws?lang={lang}")


NOBODYS = "0190a000-0000-7000-8000-000000000000"


@pytest.mark.parametrize("path", ["/p/draws/x", "/p/draws/1.json", f"/p/draws/{NOBODYS}", f"/p/draws/{NOBODYS}.json"])
def test_b85_what_is_no_draw_is_not_found(desk, path):
    assert "没有这个页面" in page(desk, path, 404)


def test_b85_nothing_drawn_yet_says_so(desk):
    assert "还没有公示过随机抽查" in page(desk, "/p/draws")
    assert "No draw" in page(desk, "/p/draws?lang=en")


def test_b85_an_unchanged_file_is_not_sent_again(desk):
    draw_id = desk.published()
    tag = desk.file(draw_id).headers["ETag"]
    again = desk.api.as_(None).client.get(f"/p/draws/{draw_id}.json", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert desk.world.clock.now() == FIXED
