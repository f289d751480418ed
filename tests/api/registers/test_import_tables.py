"""Bringing registers in by tables: dry run, apply, errors by row and column, twice, hostile files, half a worker."""

from __future__ import annotations

import io
import zipfile

import pytest
from sqlalchemy import func, select

from backend.app import create_app
from backend.enterprises.models import Enterprise
from backend.identity.models import Organ, Person
from backend.registers.models import ImportRun
from tests.api.registers.office import Office
from tests.api.registers.tables import Desk, csv_of, xlsx_of
from tests.world import Api, valid_uscc

HEADER = "单位编码,工号,姓名,角色,账号,职务"


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office)


def people_of(office: Office) -> set[str]:
    return set(office.world.look(lambda tx: tx.scalars(select(Person.name)).all()))


def counts(run: dict) -> tuple[int, ...]:
    return tuple(run[name] for name in ("read", "new", "changed", "known", "refused", "warnings"))


def row(office: Office, *cells: str) -> str:
    return ",".join((office.department_organ.code, *cells))


def test_a_dry_run_counts_and_stores_nothing(office: Office, desk: Desk):
    before = people_of(office)
    run = desk.checked("people", csv_of(HEADER, row(office, "7", "林晓雯", "执法人员", "", "")))
    assert (run["state"], counts(run)) == ("checked", (1, 1, 0, 0, 0, 0))
    assert people_of(office) == before


def test_applying_stores_it_once_and_a_second_table_of_the_same_is_known(office: Office, desk: Desk):
    table = csv_of(HEADER, row(office, "7", "林晓雯", "执法人员", "lin", "执法员"))
    assert counts(desk.applied("people", table)) == (1, 1, 0, 0, 0, 0)
    again = desk.applied("people", table)
    assert (again["state"], counts(again)) == ("done", (1, 0, 0, 1, 0, 0))
    (line,) = office.api.as_(office.admin).get("/people?q=lxw").json["items"]
    assert (line["number"], line["login"], line["post"], line["has_password"]) == ("7", "lin", "执法员", False)


def test_a_changed_cell_is_a_new_version_with_its_author(office: Office, desk: Desk):
    desk.applied("people", csv_of(HEADER, row(office, "7", "林晓雯", "执法人员", "", "执法员")))
    run = desk.applied("people", csv_of(HEADER, row(office, "7", "林晓雯", "执法人员", "", "中队长")), update=True)
    assert counts(run) == (1, 0, 1, 0, 0, 0)
    (line,) = office.api.as_(office.admin).get("/people?q=lxw").json["items"]
    change = office.api.as_(office.admin).get(f"/history/person/{line['id']}").json["items"][0]
    assert (change["by"]["name"], change["fields"]) == (
        "何管理", [{"field": "post", "before": "执法员", "after": "中队长"}],
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_usual_encodings(office: Office, desk: Desk, encoding: str):
    desk.applied("people", csv_of(HEADER, row(office, "7", "林晓雯", "执法人员", "", ""), encoding=encoding))
    assert "林晓雯" in people_of(office)


def test_a_workbook_is_read_like_a_table(office: Office, desk: Desk):
    rows = [
        ["单位编码", "工号", "姓名", "角色", None],
        [office.department_organ.code, 7, "林晓雯", "officer", None],
        [None] * 5,
    ]
    run = desk.applied("people", xlsx_of(*rows))
    assert (run["format"], counts(run)) == ("xlsx", (1, 1, 0, 0, 0, 0))
    assert office.api.as_(office.admin).get("/people?q=lxw").json["items"][0]["number"] == "7"


def test_what_is_wrong_is_told_by_row_and_column_in_both_languages(office: Office, desk: Desk):
    table = csv_of(
        HEADER,
        row(office, "7", "林晓雯", "厨师", "", ""),
        "NOBODY,8,李四,执法人员,,",
        row(office, "9", "", "执法人员", "", ""),
        row(office, "10", "王五", "行政执法监督员", "", ""),
        row(office, "11", "赵六", "专家", "zhaoliu", ""),
        row(office, "12", "孙七", "执法人员", "", "11010519491231002X"),
        row(office, "13", "周八", "执法人员", ""),
        row(office, "14", "吴九", "执法人员", "", ""),
        row(office, "14", "郑十", "执法人员", "", ""),
    )
    run = desk.applied("people", table)
    assert run["new"] == 1 and run["refused"] == 8
    told = [(each["row"], each["column"]) for each in run["errors"]]
    assert told == [
        (2, "角色"), (3, "单位编码"), (4, "姓名"), (5, "角色"), (6, "账号"), (7, "职务"), (8, ""), (10, "工号"),
    ]  # fmt: skip
    assert all(each["zh"] and each["en"] and each["zh"] != each["en"] for each in run["errors"])
    assert "11010519491231002X" not in str(run)


def test_the_first_hundred_are_answered_and_all_can_be_taken_home(office: Office, desk: Desk):
    run = desk.checked("people", csv_of(HEADER, *(f"NOBODY,{n},甲,执法人员,," for n in range(250))))
    assert (len(run["errors"]), run["errors_total"], run["refused"]) == (100, 250, 250)
    lines = office.api.as_(office.admin).get(f"/imports/{run['id']}/errors.csv").text.splitlines()
    assert lines[0] == "\ufeff行,列,处理,说明,reason" and len(lines) == 251


def test_a_formula_goes_out_as_text_and_comes_back_as_it_was(office: Office, desk: Desk):
    desk.applied("people", csv_of(HEADER, row(office, "7", "林晓雯", "执法人员", "", "=cmd|'/c calc'!A0")))
    (line,) = office.api.as_(office.admin).get("/people?q=lxw").json["items"]
    assert line["post"] == "=cmd|'/c calc'!A0"
    run = desk.checked("people", csv_of("=1+1,单位编码,姓名,角色", "x,=2,甲,执法人员"))
    text = office.api.as_(office.admin).get(f"/imports/{run['id']}/errors.csv").text
    assert not any(cell.startswith("=") for line in text.splitlines() for cell in line.split(","))


def test_the_same_upload_twice_is_one_import_and_another_file_is_refused(office: Office, desk: Desk):
    key, table = "0192d3f0-0000-7000-8000-0000000000bb", csv_of(HEADER, row(office, "7", "林晓雯", "执法人员", "", ""))
    first, second = (desk.bring("people", table, key=key) for _ in range(2))
    assert (first.status_code, second.json["id"]) == (202, first.json["id"])
    other = desk.bring("people", table + b"\r\n", key=key)
    assert (other.status_code, other.json["code"]) == (409, "kernel.key_reused")


def test_only_what_was_checked_is_applied_and_only_once(office: Office, desk: Desk):
    run = desk.bring("people", csv_of(HEADER)).json
    early = office.send(office.admin, "POST", f"/imports/{run['id']}/apply")
    assert (early.status_code, early.json["code"]) == (409, "registers.not_checked")
    done = desk.applied("people", csv_of(HEADER, row(office, "7", "林晓雯", "执法人员", "", "")))
    assert office.send(office.admin, "POST", f"/imports/{done['id']}/apply").status_code == 409
    assert desk.work(done["id"])["new"] == 1, "a job that comes twice changes nothing"


def test_who_may_bring_what(office: Office):
    people, organs = csv_of(HEADER), csv_of("单位编码,单位名称,区划代码,主体类别")
    assert Desk(office, office.bureau).bring("people", people).status_code == 403
    assert Desk(office, office.bureau).bring("organs", organs).status_code == 202
    assert Desk(office, office.department).bring("organs", organs).status_code == 403
    assert Desk(office).bring("nothing", organs).status_code == 404
    kinds = {each["kind"] for each in office.api.as_(office.bureau).get("/imports/kinds").json["items"]}
    assert {"organs", "enterprises"} <= kinds and "people" not in kinds


def test_the_import_of_another_region_is_not_found(office: Office, world, desk: Desk):
    run = desk.bring("people", csv_of(HEADER)).json
    away = world.person("admin", world.organ("外区司法局", kind="bureau", region=world.other_region()))
    assert office.api.as_(away).get(f"/imports/{run['id']}").status_code == 404
    assert office.api.as_(away).get(f"/imports/{run['id']}/errors.csv").status_code == 404
    assert office.send(away, "POST", f"/imports/{run['id']}/apply").status_code == 404


def test_who_lost_the_right_meanwhile_stores_nothing(office: Office, world, desk: Desk):
    second = world.person("admin", office.bureau_organ, "副管理")
    theirs = Desk(office, second)
    run = theirs.bring("people", csv_of(HEADER, row(office, "7", "林晓雯", "执法人员", "", ""))).json
    office.send(office.admin, "POST", f"/people/{second.person.id}/end", {"reason": "离职"})
    desk.work(run["id"])
    assert desk.see(run["id"])["state"] == "failed" and "林晓雯" not in people_of(office)


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(bytes(1024 * 1024))
    return target.getvalue()


def laughing_workbook() -> bytes:
    """A workbook whose sheet would grow without end by entities."""
    lol = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
    )
    plain, target = xlsx_of(["姓名"], ["甲"]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as source, zipfile.ZipFile(target, "w") as packed:
        for each in source.infolist():
            content = source.read(each)
            if each.filename.endswith("sheet1.xml"):
                content = f"{lol}]>".encode() + content.replace("甲".encode(), b"&m;")
            packed.writestr(each, content)
    return target.getvalue()


@pytest.mark.parametrize(
    "table",
    [
        b"PK\x03\x04 not a zip", bomb(), laughing_workbook(), "姓名\n甲".encode(), "姓名,姓名\n".encode(), b"\xff\xfe\x00a\x00",
        b"\n\n", ("a," * 100 + "\n").encode(), ('"' + "a" * 200_000).encode(), xlsx_of([]), xlsx_of(["姓名", "name"]),
    ],
    ids=["no zip", "bomb", "entities", "no organ", "doubled", "utf-16", "empty", "headers", "long cell", "empty sheet", "two"],
)  # fmt: skip
def test_what_is_no_table_fails_with_a_sentence_and_leaves_nothing(office: Office, desk: Desk, table: bytes):
    before = people_of(office)
    run = desk.checked("people", table)
    assert (run["state"], bool(run["failure"]["zh"]), bool(run["failure"]["en"])) == ("failed", True, True)
    assert people_of(office) == before


def test_an_empty_body_and_a_huge_one_are_refused(office: Office, desk: Desk):
    assert desk.bring("people", b"").json["code"] == "registers.empty_file"
    assert desk.bring("people", bytes(50 * 1024 * 1024 + 1)).status_code == 413
    assert office.world.look(lambda tx: tx.scalar(select(func.count()).select_from(ImportRun))) == 0


def test_organs_come_from_a_table_and_barred_bodies_do_not(office: Office, desk: Desk):
    table = csv_of(
        "单位编码,单位名称,区划代码,主体类别,垂直管理,公布日期",
        "SW,水务局,420117,行政机关,否,2026/1/1",
        "XT,联席会议,420117,政府议事协调机构,,",
        "WQ,外区局,999999,行政机关,,",
        "RQ,日期局,420117,行政机关,,昨天",
    )
    run = desk.applied("organs", table)
    assert (run["new"], [(each["row"], each["column"]) for each in run["errors"]]) == (
        1, [(3, "主体类别"), (4, "区划代码"), (5, "公布日期")],
    )  # fmt: skip
    organ = office.world.look(lambda tx: tx.scalars(select(Organ).where(Organ.code == "SW")).one())
    assert (organ.name, organ.kind, str(organ.published_on), organ.pinyin) == (
        "水务局",
        "administrative",
        "2026-01-01",
        "shuiwuju swj",
    )


def test_enterprises_come_from_a_table_with_warnings_and_are_found_by_pinyin(committed_world, clock):
    """On connections of their own: rows go in by COPY while another transaction tells how many went by."""
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=clock)
    office = Office(committed_world, Api(app, committed_world))
    desk = Desk(office)
    table = csv_of(
        "统一社会信用代码,企业名称,住所",
        f"{valid_uscc(9001)},云川食品,一号",
        "91350211M0000XUF46,海门酒家,二号",
        "x,无码,",
    )
    run = desk.applied("enterprises", table)
    assert counts(run) == (3, 2, 0, 0, 1, 1)
    assert {each["column"] for each in run["errors"]} == {"统一社会信用代码"}
    names = office.world.look(
        lambda tx: tx.scalars(select(Enterprise.name).where(Enterprise.pinyin.contains("ycsp"))).all()
    )
    assert names == ["云川食品"]
    assert office.api.as_(office.bureau).get("/enterprises?q=ycsp").json["total"] == 1


@pytest.mark.parametrize("kind", ["people", "organs"])
def test_a_template_can_be_brought_back_as_it_is(office: Office, desk: Desk, kind: str):
    for extension in ("csv", "xlsx"):
        template = office.api.as_(office.admin).get(f"/imports/templates/{kind}.{extension}")
        assert template.status_code == 200 and "attachment" in template.headers["Content-Disposition"]
        run = desk.checked(kind, template.data)
        assert (run["state"], counts(run)) == ("checked", (0, 0, 0, 0, 0, 0)), run["failure"]
    assert office.api.as_(office.admin).get("/imports/templates/nothing.csv").status_code == 404
