"""Every decision and every view of somebody signed in is a line; nobody can change it (B-104)."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from backend.audit.models import AuditEntry
from backend.audit.recorder import Recorder
from backend.identity.models import Device
from backend.kernel.ids import uuid7
from backend.kernel.jobs import Tools
from backend.registers.tables.exports import make_file
from tests.arrivals import arrival


@pytest.fixture
def organ(world):
    return world.organ()


@pytest.fixture
def bureau(world):
    return world.person("bureau", world.organ("示范区司法局", kind="bureau"), "秦守正")


def record(world):
    return world.look(lambda tx: tx.scalars(select(AuditEntry).order_by(AuditEntry.id)).all())


def test_a_view_is_a_line_that_says_who_what_and_as_what(api, world, organ):
    head = world.person("head", organ)

    api.as_(head).get("/tasks", headers={"X-Request-ID": "abc123"})

    (line,) = record(world)
    assert (line.person_id, line.role, line.organ_id) == (head.person.id, "head", organ.id)
    assert (line.action, line.method, line.route, line.result) == ("task.see", "GET", "/api/v1/tasks", "allowed")
    assert (line.region_path, line.request_id, line.object, line.code) == (world.region.path, "abc123", "", None)
    assert len(line.session) == 8 and line.at == world.clock.now()


def test_the_same_view_by_the_same_session_within_a_minute_is_one_line(api, world, organ, clock):
    head, other = world.person("head", organ), world.person("head", organ)
    for _ in range(3):
        api.as_(head).get("/tasks")
    api.as_(other).get("/tasks")
    clock.advance(seconds=59)
    api.as_(head).get("/tasks?q=x")
    assert len(record(world)) == 2

    clock.advance(seconds=1)
    api.as_(head).get("/tasks")
    assert len(record(world)) == 3


def test_another_process_finds_the_line_of_the_first(api, world, organ, settings, sessions, clock):
    from backend.app import create_app
    from tests.world import Api

    head = world.person("head", organ)
    api.as_(head).get("/tasks")
    Api(create_app(settings, sessions=sessions, clock=clock), world).as_(head).get("/tasks")
    assert len(record(world)) == 1


def test_views_of_two_things_are_two_lines(api, world, organ):
    bureau = world.person("bureau", organ)
    first, second = uuid7(), uuid7()
    for visit_id in (first, second):
        api.as_(bureau).get(f"/visits/{visit_id}")
    assert [(line.object, line.result) for line in record(world)] == [
        (str(first), "not_found"),
        (str(second), "not_found"),
    ]


def test_looks_at_two_things_within_a_minute_are_two_lines(api, world, organ, bureau):
    """B-104: the same thing again is the line that stands; another thing is another line."""
    officer = world.officer(organ)
    seen = [str(arrival(world, organ, officer)) for _ in range(2)]
    for visit_id in seen * 2:
        assert api.as_(bureau).get(f"/visits/{visit_id}").status_code == 200

    assert [(line.object, line.result) for line in record(world)] == [(each, "allowed") for each in seen]


def test_a_refusal_is_a_line_with_its_code(api, world, organ):
    admin = world.person("admin", organ)

    assert api.as_(admin).get("/visits").status_code == 403

    (line,) = record(world)
    assert (line.action, line.result, line.code) == ("visit.see", "refused", "kernel.not_allowed")


def test_what_is_malformed_is_a_line_and_its_content_is_not_kept(api, world, organ):
    head = world.person("head", organ)

    assert api.as_(head).get("/tasks?page=0&q=王小二").status_code == 422

    (line,) = record(world)
    assert (line.result, line.code) == ("invalid", "kernel.invalid")
    assert "王小二" not in repr(vars(line))


def test_something_done_is_a_line_with_the_id_of_what_was_made(api, world, organ):
    officer, key = world.person("officer", organ), uuid7()

    answer = api.as_(officer).post("/devices", {"public_key": point()}, key=key)

    (line,) = record(world)
    assert line.object == answer.json["id"] == str(key)
    assert (line.action, line.method, line.result, line.code) == ("device.enrol", "POST", "allowed", None)


def test_something_refused_leaves_no_line_that_says_it_was_done(api, world, organ):
    officer, key = world.person("officer", organ), uuid7()

    assert api.as_(officer).post("/devices", {"public_key": "nonsense"}, key=key).status_code == 422

    (line,) = record(world)
    assert (line.result, line.code, line.object) == ("invalid", "identity.not_a_key", str(key))


def test_the_line_falls_with_the_fact(app, api, world, organ):
    """Both stand in one transaction: what could not be committed was not done."""

    class Breaking(Recorder):
        def write(self, tx, act):
            super().write(tx, act)
            if act.result == "allowed":
                raise OSError("the disk is full")

    app.extensions["liangma.recorder"] = Breaking()
    officer = world.person("officer", organ)
    assert api.as_(officer).post("/devices", {"public_key": point()}).status_code == 500
    assert record(world) == []
    assert world.look(lambda tx: tx.scalar(select(Device.id).where(Device.person_id == officer.person.id))) is None


def point():
    """A fresh P-256 public key as a phone sends it."""
    raw = ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(
        Encoding.X962, PublicFormat.UncompressedPoint
    )  # fmt: skip
    return urlsafe_b64encode(raw).decode().rstrip("=")


def test_personal_data_are_looked_at_for_a_purpose_also_where_nobody_types_one(api, world, organ):
    head = world.person("head", organ)
    api.as_(head).get("/officers")
    api.as_(head).get("/officers?purpose=核对值班")
    assert [line.purpose for line in record(world)] == ["安排检查人员", "核对值班"]


def test_strangers_are_no_lines(api, world):
    assert api.as_(None).get("/tasks").status_code == 401
    assert api.as_(None).get("/reach").status_code == 200
    assert record(world) == []


def test_public_pages_do_not_say_which_staff_looked(api, world, organ):
    api.as_(world.person("officer", organ)).get("/reach")
    assert record(world) == []


def test_tiles_of_a_minute_are_one_line(api, world, organ):
    head = world.person("head", organ)
    for x in range(3):
        api.as_(head).get(f"/map/3/{x}/1.mvt")
    assert [(line.action, line.object) for line in record(world)] == [("map.see", "")]


def test_a_recording_asked_for_is_a_line_with_its_purpose_also_where_the_bytes_go_by_themselves(api, world, organ):
    head, media_id = world.person("head", organ), uuid7()

    api.as_(head).get(f"/media/{media_id}/play?purpose=核查投诉")

    (line,) = record(world)
    assert (line.action, line.object, line.purpose, line.result) == (
        "evidence.play", str(media_id), "核查投诉", "not_found",
    )  # fmt: skip


def test_an_upload_refused_is_a_line(api, world, organ):
    api.as_(world.person("head", organ)).client.head(f"/api/v1/uploads/{uuid7()}")
    (line,) = record(world)
    assert (line.action, line.result) == ("upload.write", "refused")


def test_an_address_that_is_no_id_is_not_kept(api, world, organ):
    officer = world.person("officer", organ)
    api.as_(officer).get("/cards/王小二/scan")
    (line,) = record(world)
    assert line.object == "" and line.result == "not_found"


def test_nobody_changes_or_deletes_a_line_not_even_the_owner_of_the_table(api, world, organ):
    """B-104: an administrator's action is in a log that the administrator cannot delete."""
    api.as_(world.person("admin", organ)).get("/session")
    for attempt in ("UPDATE audit_entry SET purpose = ''", "DELETE FROM audit_entry", "TRUNCATE audit_entry"):
        with world.sessions() as tx, pytest.raises(ProgrammingError, match="insert-only"):
            tx.execute(text(attempt))
    assert len(record(world)) == 1


def test_a_view_is_not_answered_when_it_cannot_be_recorded(app, api, world, organ):
    class Full:
        def write(self, tx, act):
            raise OSError("no room")

        write_once = write

    head = world.person("head", organ)
    app.extensions["liangma.recorder"] = Full()
    assert api.as_(head).get("/tasks").status_code == 500


# Reading it


def test_the_bureau_reads_who_saw_what(api, world, organ, bureau):
    head = world.person("head", organ, "唐文静")
    api.as_(head).get("/tasks")

    page = api.as_(bureau).get("/audit?purpose=每周抽查").json

    (item,) = page["items"]
    assert page["total"] == 1
    assert item["person"] == {"id": str(head.person.id), "name": "唐文静"}
    assert item["organ"]["name"] == organ.name
    assert item["action_name"] == {"zh": "查看检查任务", "en": "see tasks"}
    assert record(world)[-1].action == "audit.see" and record(world)[-1].purpose == "每周抽查"


@pytest.mark.parametrize("role", ["officer", "reviewer", "supervisor", "department", "head", "admin", "maintenance"])
@pytest.mark.parametrize("path", ["/audit", "/audit/export.csv", "/audit/digests"])
def test_nobody_else_reads_it(api, world, organ, role, path):
    assert api.as_(world.proved(world.person(role, organ))).get(path).status_code == 403


def test_a_bureau_reads_its_region_and_below_and_nothing_beside_or_above(api, world, organ, bureau):
    town = world._region("420117001", "42/4201/420117/420117001")
    sibling, parent = world.other_region(), world._region("4201", "42/4201")
    for place in (town, sibling, parent):
        api.as_(world.person("head", world.organ(region=place), place.code)).get("/tasks")

    names = [item["person"]["name"] for item in api.as_(bureau).get("/audit").json["items"]]

    assert names == ["420117001"]


def test_the_record_is_searched_by_name_word_object_result_and_time(api, world, organ, bureau, clock):
    head, visit_id = world.person("head", organ, "唐文静"), uuid7()
    api.as_(head).get("/tasks")
    clock.advance(hours=1)
    api.as_(head).get(f"/visits/{visit_id}")
    since = "2026-04-22T03:00:00Z"

    def found(query):
        return {item["action"] for item in api.as_(bureau).get(f"/audit?{query}").json["items"]} - {"audit.see"}

    assert found("q=唐文") == {"task.see", "visit.see"}
    assert found("q=检查任务") == {"task.see"}
    assert found(f"q={visit_id}") == {"visit.see"}
    assert found("result=not_found") == {"visit.see"}
    assert found("action=task.see") == {"task.see"}
    assert found(f"from={since}") == {"visit.see"}
    assert found(f"to={since}") == {"task.see"}
    assert found(f"person={head.person.id}") == {"task.see", "visit.see"}
    assert found(f"person={uuid7()}") == set()


@pytest.mark.parametrize(
    "query", ["page=x", "result=perhaps", "from=yesterday", "person=1", "q=" + "x" * 101, "action=" + "x" * 61]
)
def test_a_search_that_says_nothing_is_malformed(api, bureau, query):
    assert api.as_(bureau).get(f"/audit?{query}").status_code == 422


def test_the_export_needs_a_fresh_proof_and_holds_no_formula(api, world, organ, bureau):
    head = world.person("head", organ, "=cmd|'/c calc'!A1")
    api.as_(head).get("/tasks")
    assert api.as_(bureau).get("/audit/export.csv").json["code"] == "identity.step_up_needed"

    answer = api.as_(world.proved(bureau)).get("/audit/export.csv?action=task.see&purpose=年度归档")

    header, line = answer.text.removeprefix("\ufeff").strip().split("\r\n")
    assert header.startswith("时间,人员,角色,单位,操作,操作代码,对象,事由,结果")
    assert line.startswith("2026-04-22T02:28:00Z,'=cmd|'/c calc'!A1,负责人,")
    assert record(world)[-1].purpose == "年度归档"


def test_more_than_a_thousand_lines_go_out_when_a_second_person_agrees(api, world, bureau, settings, sessions, clock):
    columns = "at, role, region_path, action, method, route, object, result, request_id"
    made = f"SELECT now(), 'head', '{world.region.path}', 'task.see', 'GET', '/', '', 'allowed', 'x'"
    world.look(
        lambda tx: (
            tx.execute(text(f"INSERT INTO audit_entry ({columns}) {made} FROM generate_series(1, 1001)")),
            tx.commit(),
        )
    )
    answer = api.as_(world.proved(bureau)).get("/audit/export.csv?action=task.see")
    assert (answer.status_code, answer.json["state"], answer.json["rows"]) == (202, "requested", 1001)
    second = world.person("bureau", world.organ(kind="bureau"))
    decision = f"/approvals/{answer.json['approval_id']}/decision"
    assert api.as_(second).post(decision, {"decision": "approve"}).status_code == 200
    make_file(Tools(settings, sessions, clock), answer.json["id"])

    taken = api.as_(bureau).get(f"/exports/{answer.json['id']}/file")

    assert taken.text.count("查看检查任务") == 1001
