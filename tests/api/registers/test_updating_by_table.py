"""Bringing registers up to date by a table, and taking an import back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from backend.app import create_app
from backend.enterprises.models import Enterprise, Site
from backend.enterprises.storing import MANY
from backend.identity.models import SignIn
from backend.registers.models import ImportRun
from tests.api.registers.office import Office
from tests.api.registers.tables import Desk, csv_of
from tests.world import Api, valid_uscc

ENTERPRISES = "统一社会信用代码,企业名称,住所,经度,纬度,场所类型,行业,类别,风险等级"
ONE, TWO, THREE = (valid_uscc(n) for n in (9101, 9102, 9103))


@pytest.fixture
def office(committed_world, clock) -> Office:
    """On connections of their own: rows go in by COPY while another transaction tells how many went by."""
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=clock)
    return Office(committed_world, Api(app, committed_world))


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office)


def counts(run: dict) -> tuple[int, ...]:
    return tuple(run[name] for name in ("new", "changed", "known", "refused"))


def ends(run: dict) -> tuple[int, ...]:
    return tuple(run[name] for name in ("restored", "removed", "left"))


def enterprise(office: Office, identifier: str) -> Any:
    return office.world.look(lambda tx: tx.execute(
        select(Enterprise.name, Enterprise.pinyin, Enterprise.industry, Enterprise.classes, Enterprise.tier, Enterprise.source,
               Site.address, Site.place_type, text("ST_AsText(site.location)"))
        .outerjoin(Site, Site.enterprise_id == Enterprise.id).where(Enterprise.identifier == identifier)
    ).one_or_none())  # fmt: skip


BEFORE = csv_of(
    ENTERPRISES + ",联系科室",
    f"{ONE},云川食品,一号,114.80,30.84,城镇,C13,规上工业,A,一科",
    f"{TWO},海门酒家,二号,,,,,,,",
)
AFTER = csv_of(
    ENTERPRISES + ",联系科室",
    f"{ONE},云川食品集团,一号院,114.81,30.84,农村,C14,规上工业、重点,B,二科",
    f"{TWO},海门酒家,,,,,,,,",
    f"{THREE},星河化工,三号,,,,,,,",
)


def test_a_dry_run_tells_of_each_row_what_would_become_of_it(office, desk):
    desk.applied("enterprises", BEFORE)
    run = desk.checked("enterprises", AFTER)

    assert counts(run) == (1, 1, 1, 0)
    rows = desk.rows(run["id"])
    assert [(each["row"], each["outcome"], each["name"]) for each in rows] == [
        (2, "changed", "云川食品集团"), (3, "known", "海门酒家"), (4, "new", "星河化工"),
    ]  # fmt: skip
    told = {each["column"]["zh"]: (each["before"], each["after"]) for each in rows[0]["changes"]}
    assert told["企业名称"] == ("云川食品", "云川食品集团")
    assert told["住所"] == ("一号", "一号院") and told["经度"] == (114.8, 114.81) and "纬度" not in told
    assert told["场所类型"] == ("urban", "rural") and told["类别"] == (["规上工业"], ["规上工业", "重点"])
    assert [each["name"] for each in desk.rows(run["id"], "new")] == ["星河化工"]
    assert enterprise(office, ONE).name == "云川食品", "a dry run stores nothing"


def test_known_rows_stay_unless_somebody_wants_them_brought_up_to_date(office, desk):
    desk.applied("enterprises", BEFORE)
    before = enterprise(office, ONE)

    assert counts(desk.applied("enterprises", AFTER)) == (1, 0, 2, 0)
    assert enterprise(office, ONE) == before
    assert counts(desk.applied("enterprises", AFTER, update=True)) == (0, 1, 2, 0)
    now = enterprise(office, ONE)
    assert (now.name, now.industry, now.tier, now.address, now.place_type) == (
        "云川食品集团",
        "C14",
        "B",
        "一号院",
        "rural",
    )
    assert now.pinyin.startswith("yunchuanshipinjituan") and now.source == {"联系科室": "二科"}
    assert now[-1] == "POINT(114.81 30.84)"
    assert enterprise(office, TWO).address == "二号", "an empty cell changes nothing"
    assert counts(desk.applied("enterprises", AFTER, update=True)) == (0, 0, 3, 0), (
        "the same table again changes nothing"
    )


def test_an_enterprise_of_another_region_is_neither_changed_nor_shown(office, desk, committed_world):
    away = committed_world.other_region()
    theirs, _ = committed_world.enterprise("外区企业", region=away)
    run = desk.applied("enterprises", csv_of(ENTERPRISES, f"{theirs.identifier},改名,一号,,,,,,"), update=True)

    assert counts(run) == (0, 0, 1, 0) and run["warnings"] == 1
    assert "外区企业" not in str(desk.rows(run["id"]))
    assert enterprise(office, theirs.identifier).name == "外区企业"


def test_an_undo_puts_back_what_was_changed_and_takes_out_what_came(office, desk):
    desk.applied("enterprises", BEFORE)
    was = enterprise(office, ONE)
    run = desk.applied("enterprises", AFTER, update=True)
    assert run["undo_until"] is not None

    done = desk.undone(run["id"])

    assert (done["state"], ends(done), done["undo_until"]) == ("undone", (1, 1, 0), None)
    assert enterprise(office, ONE) == was and enterprise(office, THREE) is None
    (change, *_) = history_of(office, ONE)
    assert change["by"]["name"] == "何管理" and run["id"] in change["reason"]


def history_of(office: Office, identifier: str) -> list[dict]:
    row = office.world.look(lambda tx: tx.scalar(select(Enterprise.id).where(Enterprise.identifier == identifier)))
    return office.api.as_(office.admin).get(f"/history/enterprise/{row}").json["items"]


def test_what_others_changed_or_use_since_is_left_and_told_by_name(office, desk, committed_world):
    desk.applied("enterprises", BEFORE)
    run = desk.applied("enterprises", AFTER, update=True)
    desk.applied("enterprises", csv_of(ENTERPRISES, f"{ONE},云川食品股份,,,,,,,"), update=True)
    conflict = {"identifier": THREE, "reason": "亲属任职", "from_on": "2026-04-01"}
    assert (
        office.send(office.admin, "POST", f"/people/{office.officer.person.id}/conflicts", conflict).status_code == 201
    )

    done = desk.undone(run["id"])

    assert ends(done) == (0, 0, 2)
    left = office.api.as_(office.admin).get(f"/imports/{run['id']}/left").json["items"]
    assert {(each["name"], each["why"]) for each in left} == {("云川食品股份", "touched"), ("星河化工", "in_use")}
    assert enterprise(office, ONE).name == "云川食品股份" and enterprise(office, THREE) is not None


def test_what_a_later_import_changed_and_its_undo_put_back_is_untouched(office, desk):
    first = desk.applied("enterprises", BEFORE)
    later = desk.applied("enterprises", AFTER, update=True)
    desk.undone(later["id"])

    assert ends(desk.undone(first["id"])) == (0, 2, 0)
    assert enterprise(office, ONE) is None and enterprise(office, TWO) is None


def test_an_enterprise_that_a_visit_is_planned_for_stays(office, desk, committed_world):
    run = desk.applied("enterprises", csv_of(ENTERPRISES, f"{THREE},星河化工,三号,,,,,,"))
    row, site = office.world.look(lambda tx: tx.execute(
        select(Enterprise.id, Site.id).join(Site, Site.enterprise_id == Enterprise.id).where(Enterprise.identifier == THREE)
    ).one())  # fmt: skip
    with committed_world.sessions() as tx:
        tx.execute(
            text(
                "INSERT INTO task (id, organ_id, region_path, enterprise_id, site_id, state, kind, trigger, entry_reason, "
                "planned_on, verdict, created_by, created_at) SELECT gen_random_uuid(), :organ, '42/4201/420117', :row, "
                ":site, 'approved', 'daily', 'plan', '核查', '2026-05-06', '{}', :by, now()"
            ),
            {"organ": office.department_organ.id, "row": row, "site": site, "by": office.department.person.id},
        )
        tx.commit()
    assert ends(desk.undone(run["id"])) == (0, 0, 1)


def test_an_undo_twice_is_once_and_only_of_what_was_done(office, desk):
    checked = desk.checked("enterprises", BEFORE)
    early = office.send(office.admin, "POST", f"/imports/{checked['id']}/undo")
    assert (early.status_code, early.json["code"]) == (409, "registers.not_done")
    run = desk.applied("enterprises", BEFORE)
    desk.undone(run["id"])
    again = office.send(office.admin, "POST", f"/imports/{run['id']}/undo")
    assert (again.status_code, again.json["code"]) == (409, "registers.not_done")
    assert ends(desk.unwind(run["id"])) == (0, 2, 0), "a job that comes twice changes nothing"


def test_thirty_days_later_nothing_is_undone(office, desk, clock):
    run = desk.applied("enterprises", BEFORE)
    with office.world.sessions() as tx:
        tx.get(ImportRun, run["id"]).finished_at = clock.now() - timedelta(days=30, seconds=1)
        tx.commit()
    late = office.send(office.admin, "POST", f"/imports/{run['id']}/undo")
    assert (late.status_code, late.json["code"]) == (409, "registers.undo_too_late")


def test_an_undo_asks_for_the_password_again(office, desk):
    run = desk.applied("enterprises", BEFORE)
    with office.world.sessions() as tx:
        tx.query(SignIn).update({"stepped_up_at": None})
        tx.commit()
    refused = office.send(office.admin, "POST", f"/imports/{run['id']}/undo")
    assert (refused.status_code, refused.json["code"]) == (403, "identity.step_up_needed")


def test_people_are_never_taken_out_again(office, desk):
    header = "单位编码,工号,姓名,角色"
    run = desk.applied("people", csv_of(header, f"{office.department_organ.code},7,林晓雯,执法人员"))
    refused = office.send(office.admin, "POST", f"/imports/{run['id']}/undo")
    assert (refused.status_code, refused.json["code"]) == (409, "registers.no_undo")
    assert run["undo_until"] is None


def test_items_come_back_with_their_words_and_their_pinyin(office, desk):
    header = "单位编码,事项编码,事项名称,依据,施行日期,音像记录"
    code = office.department_organ.code
    desk.applied("items", csv_of(header, f"{code},A-1,食品检查,第一条,2026-01-01,全过程"))
    told = csv_of(header, f"{code},A-1,药品检查,第二条,2026-01-01,", f"{code},A-2,酒类检查,第三条,2026-01-01,")
    run = desk.applied("items", told, update=True)
    assert counts(run) == (1, 1, 0, 0)

    assert ends(desk.undone(run["id"])) == (1, 1, 0)
    (item,) = office.api.as_(office.bureau).get("/items").json["items"]
    assert (item["name"], item["basis"], item["recording"], item["version"]) == ("食品检查", "第一条", "whole", 3)
    assert office.api.as_(office.bureau).get("/items?q=shipin").json["total"] == 1


def test_the_database_knows_at_once_how_many_a_large_table_brought(office, desk):
    """Until it looked by itself, the map of a fresh import was planned for few and took twenty seconds a tile."""
    rows = (f"{valid_uscc(20_000 + n)},企业 {n},一号,114.80,30.84,,,," for n in range(MANY + 1))
    desk.applied("enterprises", csv_of(ENTERPRISES, *rows))

    known = office.world.look(lambda tx: tx.execute(
        text("SELECT relname, reltuples FROM pg_class WHERE relname IN ('enterprise', 'site')")
    ).all())  # fmt: skip
    assert {row.relname: int(row.reltuples) > MANY for row in known} == {"enterprise": True, "site": True}
