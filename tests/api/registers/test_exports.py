"""Tables that go out: as far as one may see, no telephone, no formula, and a thousand rows at most by one person."""

from __future__ import annotations

import csv
import io
from zoneinfo import ZoneInfo

from openpyxl import load_workbook

from backend.identity.models import Person
from backend.kernel.ids import uuid7
from backend.kernel.jobs import Tools
from backend.registers.models import ExportRun
from backend.registers.tables import exports
from tests.api.registers.office import Office
from tests.world import valid_uscc

NOTHING = [["（没有符合条件的记录）"]]


def table(answer) -> list[list[str]]:
    assert answer.status_code == 200, answer.json
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_people_go_out_as_far_as_one_may_see(office: Office, world):
    world.person("officer", office.other_organ, "外单位人")
    titles, *rows = table(office.api.as_(office.department).get("/exports/people.csv"))
    assert titles[:4] == ["单位编码", "工号", "姓名", "角色"] and not {"手机", "电话", "身份证"} & set("".join(titles))
    assert {row[2] for row in rows} == {"赵经办", "钱负责", "周明远"}
    assert "外单位人" in {row[2] for row in table(office.api.as_(office.bureau).get("/exports/people.csv"))}
    assert {row[2] for row in table(office.api.as_(office.admin).get("/exports/people.csv?role=head"))} == {
        "姓名",
        "钱负责",
    }


def test_a_table_goes_out_only_to_who_proved_it_lately(office: Office, clock):
    clock.advance(minutes=6)
    refused = office.api.as_(office.admin).get("/exports/people.csv")
    assert (refused.status_code, refused.json["code"]) == (403, "identity.step_up_needed")
    assert office.api.as_(office.officer).get("/exports/people.csv").status_code == 403


def test_a_printed_table_says_who_let_it_out_and_when(office: Office, world, clock):
    book = load_workbook(io.BytesIO(office.api.as_(office.admin).get("/exports/people.xlsx").data))
    when = clock.now().astimezone(ZoneInfo("Asia/Shanghai"))
    foot = book.active.oddFooter.center.text
    assert foot.startswith(f"何管理 {when:%Y-%m-%d %H:%M} 导出 · ")
    assert book.properties.description == foot
    run = world.look(lambda tx: tx.query(ExportRun).one())
    assert foot.endswith(str(run.id))


def test_organs_and_hours_go_out_too(office: Office):
    assert len(table(office.api.as_(office.bureau).get("/exports/organs.csv"))) == 4
    assert table(office.api.as_(office.bureau).get("/exports/hours.csv?year=2026&below=1"))[1][2:] == [
        "周明远", "执法人员", "0", "60", "未达标",
    ]  # fmt: skip
    assert office.api.as_(office.bureau).get("/exports/nothing.csv").status_code == 404
    assert office.api.as_(office.bureau).get("/exports/people.exe").status_code == 404


def test_a_large_table_needs_a_second_person_and_is_taken_once(office: Office, world, clock, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 3)
    asked = office.api.as_(office.admin).get("/exports/people.csv")
    assert (asked.status_code, asked.json["state"], asked.json["rows"]) == (202, "requested", 5)
    tools = Tools(world.settings, world.sessions, world.clock)
    exports.make_file(tools, asked.json["id"])
    file = f"/exports/{asked.json['id']}/file"
    assert office.api.as_(office.admin).get(file).status_code == 410, "nobody said yes yet"
    decision = f"/approvals/{asked.json['approval_id']}/decision"
    yes = {"decision": "approve", "note": ""}
    assert office.send(office.admin, "POST", decision, yes, uuid7()).json["code"] == "approvals.same_person"
    assert office.send(office.bureau, "POST", decision, yes).status_code == 200
    exports.make_file(tools, asked.json["id"])
    assert office.api.as_(office.bureau).get(file).status_code == 404
    assert len(table(office.api.as_(office.admin).get(file))) == 6
    assert office.api.as_(office.admin).get(file).status_code == 410
    exports.forget_files(tools)
    assert not list((world.settings.data_dir / "exports").iterdir())


def test_an_approved_file_waits_a_day_at_most(office: Office, world, clock, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 3)
    asked = office.api.as_(office.admin).get("/exports/people.xlsx").json
    office.send(
        office.bureau, "POST", f"/approvals/{asked['approval_id']}/decision", {"decision": "approve", "note": ""}
    )
    exports.make_file(Tools(world.settings, world.sessions, world.clock), asked["id"])
    clock.advance(hours=25)
    office.proved(office.admin)
    assert office.api.as_(office.admin).get(f"/exports/{asked['id']}/file").status_code == 410


def ready_table(office: Office, world, who) -> dict:
    """A large table that two people let go out to them, and its file."""
    asked = office.api.as_(who).get("/exports/people.csv").json
    decision = f"/approvals/{asked['approval_id']}/decision"
    assert office.send(office.bureau, "POST", decision, {"decision": "approve", "note": ""}).status_code == 200
    exports.make_file(Tools(world.settings, world.sessions, world.clock), asked["id"])
    return asked


def moved(world, who, organ) -> None:
    with world.sessions() as tx:
        tx.get_one(Person, who.person.id).organ_id = organ.id
        tx.commit()


def test_who_moved_to_another_organ_leaves_the_table_of_the_former_one_behind(office: Office, world, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    asked = ready_table(office, world, office.department)
    moved(world, office.department, office.other_organ)
    caller = office.api.as_(office.department)
    assert caller.get("/exports").json["items"][0]["state"] == "expired"
    assert caller.get(f"/exports/{asked['id']}/file").json["code"] == "registers.file_gone"
    moved(world, office.department, office.department_organ)
    assert caller.get("/exports").json["items"][0]["state"] == "ready"
    assert len(table(caller.get(f"/exports/{asked['id']}/file"))) == 4


def test_no_table_of_the_new_organ_is_made_on_the_yes_for_the_former_one(office: Office, world, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    asked = office.api.as_(office.department).get("/exports/people.csv").json
    yes = {"decision": "approve", "note": ""}
    assert office.send(office.bureau, "POST", f"/approvals/{asked['approval_id']}/decision", yes).status_code == 200
    moved(world, office.department, office.other_organ)
    exports.make_file(Tools(world.settings, world.sessions, world.clock), asked["id"])
    assert office.api.as_(office.department).get("/exports").json["items"][0]["state"] == "expired"
    assert not (world.settings.data_dir / "exports").exists()


def test_people_and_organs_go_out_by_region_and_nobody_is_in_an_unknown_state(office: Office):
    caller = office.api.as_(office.admin)
    inside, outside = "/exports/organs.csv?region=420117", "/exports/organs.csv?region=999999"
    assert len(table(caller.get(inside))) == 4 and table(caller.get(outside))[1:] == NOTHING
    assert table(caller.get("/exports/people.csv?region=999999"))[1:] == NOTHING
    assert table(caller.get("/exports/people.csv?state=in_force"))[1:] == NOTHING
    assert caller.get("/exports/people.csv?state=Active!").status_code == 422


def test_conflict_lists_go_out_as_far_as_one_may_see(office: Office, world):
    stranger = world.person("officer", office.other_organ, "外单位人")
    entry = {"identifier": valid_uscc(77), "reason": "近亲属任职", "from_on": "2026-01-01"}
    for who in (office.officer, stranger):
        assert office.send(office.bureau, "POST", f"/people/{who.person.id}/conflicts", entry).status_code == 201
    own = table(office.api.as_(office.head).get("/exports/conflicts.csv"))[1:]
    assert [row[2:5] for row in own] == [["周明远", valid_uscc(77), "近亲属任职"]]
    assert len(table(office.api.as_(office.bureau).get("/exports/conflicts.csv"))) == 3
    assert len(table(office.api.as_(office.bureau).get("/exports/conflicts.csv?q=wdwr"))) == 2


def test_my_exports_say_what_became_of_them(office: Office, clock, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 3)
    first, second = (office.api.as_(office.admin).get(f"/exports/people.{kind}").json for kind in ("csv", "xlsx"))
    no = {"decision": "reject", "note": "用不着"}
    assert office.send(office.bureau, "POST", f"/approvals/{first['approval_id']}/decision", no).status_code == 200

    def states():
        return {run["id"]: run["state"] for run in office.api.as_(office.admin).get("/exports").json["items"]}

    assert states() == {first["id"]: "refused", second["id"]: "requested"}
    clock.advance(days=8)
    office.proved(office.admin)
    assert states() == {first["id"]: "refused", second["id"]: "expired"}
    assert office.api.as_(office.bureau).get("/exports").json["items"] == []


def test_organs_go_out_as_the_list_shows_them(office: Office):
    gone = office.send(office.admin, "POST", "/organs", office.organ_body(name="撤销了的局", code="CX-1")).json
    ended = {"version": gone["version"], "ended_on": "2026-04-01"}
    assert office.send(office.admin, "PATCH", f"/organs/{gone['id']}", ended).status_code == 200
    told = lambda question: office.api.as_(office.admin).client.get(f"/api/v1/exports/organs.csv{question}").text  # noqa: E731
    assert ("撤销了的局" in told(""), "撤销了的局" in told("?state=ended"), "撤销了的局" in told("?state=all")) == (
        False,
        True,
        True,
    )
