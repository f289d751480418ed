"""The on-site record and its signatures (B-57, B-67): what is signed is what stands, and nobody signs for another."""

import pytest
from sqlalchemy import func, select, update

from backend.inspections.models import OfficerPresent
from backend.inspections.written import OnSiteRecord, RecordSignature
from backend.journal.models import JournalInbox
from backend.kernel.ids import uuid7
from tests.api.visits.onsite import STROKES, OnSite, hash_of


@pytest.fixture
def visit(world, api):
    return OnSite(world, api)


def count(visit: OnSite, table: type = OnSiteRecord) -> int:
    return visit.world.look(lambda tx: tx.scalar(select(func.count()).select_from(table)))


def test_a_record_is_written_and_signed_by_both_officers_and_the_attendee(visit):
    written = visit.write()
    assert written.status_code == 201, written.json
    assert (written.json["version"], written.json["hash"]) == (1, hash_of(visit.content()))

    signed = [visit.sign(visit.signing("officer", each)) for each in (visit.zhou, visit.lin)] + [
        visit.sign(visit.signing())
    ]
    assert [each.status_code for each in signed] == [201] * 3, [each.json for each in signed]
    assert {each.json["record_id"] for each in signed} == {written.json["id"]}
    told = visit.world.look(lambda tx: tx.scalars(select(JournalInbox.name)).all())
    assert told.count("inspections.record_signed.v1") == 3
    assert told.count("inspections.record_written.v1") == 1


def test_the_same_content_again_is_the_version_that_stands(visit):
    """A phone that was killed writes again with a new key: one record."""
    first, again = visit.write(), visit.write(by=visit.lin)
    assert again.json["id"] == first.json["id"]
    assert count(visit) == 1


def test_other_content_is_a_new_version_and_both_are_kept(visit):
    visit.write()
    visit.sign(visit.signing())
    changed = visit.content(statement="不是事实。")
    second = visit.write(visit.locked(changed))

    assert second.json["version"] == 2
    assert count(visit) == 2
    assert visit.sign(visit.signing(record_hash=hash_of(changed))).status_code == 201
    assert count(visit, RecordSignature) == 2


def test_what_was_signed_is_what_was_on_the_screen(visit):
    forged = visit.locked(visit.content(findings="改过的内容"), hash=hash_of(visit.content()))
    answer = visit.write(forged)

    assert (answer.status_code, answer.json["code"]) == (422, "inspections.record_hash")
    assert count(visit) == 0
    unknown = visit.sign(visit.signing())
    assert unknown.status_code == 404, "nobody signs a record that is not there"


def test_an_identity_number_does_not_come_in_with_a_signed_text(visit):
    content = visit.content(statement="身份证 11010519491231002X")
    assert visit.write(visit.locked(content)).status_code == 422
    assert count(visit) == 0


def test_a_record_of_another_visit_is_refused(visit):
    answer = visit.write(visit.locked(visit.content(inspection_id=str(uuid7()))))
    assert (answer.status_code, answer.json["code"]) == (422, "inspections.record_of_another")


def test_signing_twice_is_once_and_another_picture_does_not_replace_the_first(visit):
    visit.write()
    body = visit.signing()
    first, again = visit.sign(body), visit.sign(body)
    other = visit.sign({**body, "image_sha256": "0" * 64})

    assert again.json["id"] == first.json["id"]
    assert (other.status_code, other.json["code"]) == (409, "inspections.signed_already")
    assert count(visit, RecordSignature) == 1


def test_nobody_signs_who_is_not_named(visit):
    visit.write()
    colleague = visit.world.officer(visit.organ, "同事")
    wrong = [
        visit.signing("officer", colleague),
        visit.signing("officer", visit.zhou, name="林晓"),
        visit.signing(name="别的人"),
        visit.signing("witness", name="何店长"),
        visit.signing("witness", name="周明远"),
    ]
    answers = [visit.sign(each) for each in wrong]
    assert [(each.status_code, each.json["code"]) for each in answers] == [(422, "inspections.may_not_sign")] * 5
    assert visit.sign(visit.signing("witness")).status_code == 201


@pytest.mark.parametrize("role", ["assistant", "expert"])
def test_b67_who_only_helps_signs_for_no_officer_and_witnesses_nothing(visit, role):
    """B-12: whoever came along to help was there, and is none of the two."""
    visit.write()
    with visit.world.sessions() as tx:
        helper = update(OfficerPresent).where(OfficerPresent.person_id == visit.lin.person.id)
        tx.execute(helper.values(role=role))
        tx.commit()

    answers = [visit.sign(visit.signing("officer", visit.lin)), visit.sign(visit.typed(witness=visit.lin))]

    assert [each.json["code"] for each in answers] == ["inspections.may_not_sign", "inspections.witness_not_named"]


def test_b67_a_refusal_needs_its_reason_and_both_officers(visit):
    """T: a refused signature with one officer's signature cannot be closed."""
    visit.write()
    assert visit.sign(visit.refusal(reason=" ")).status_code == 422
    assert visit.sign(visit.refusal()).status_code == 201
    visit.sign(visit.signing("officer", visit.zhou))
    early = visit.result()
    assert (early.status_code, early.json["code"], early.json["rule"]) == (422, "inspections.refusal_unsigned", "B-67")

    visit.sign(visit.signing("officer", visit.lin))
    visit.sign(visit.signing("witness"))
    assert visit.result().status_code == 201


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"strokes": []}, "strokes"),
        ({"strokes": [[1, 2]]}, "strokes"),
        ({"strokes": [[1.5, 2, 3, 4, 5, 6]]}, "strokes"),
        ({"strokes": [[0] * 12_003]}, "strokes"),
        ({"strokes": "x"}, "strokes"),
        ({"image_sha256": "xyz"}, "image_sha256"),
        ({"image_sha256": None}, "strokes"),
        ({"role": "judge"}, "role"),
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"reason": "没有拒签却有理由"}, "reason"),
        ({"person_id": str(uuid7())}, "person_id"),
        ({"refused": True, "reason": "不签"}, "refused"),
    ],
)
def test_a_malformed_signature_is_refused_by_its_field(visit, change, field):
    visit.write()
    answer = visit.sign({**visit.signing(), **change})
    assert answer.status_code == 422, answer.json
    assert field in str(answer.json)
    assert count(visit, RecordSignature) == 0


@pytest.mark.parametrize(
    "change",
    [
        {"findings": "长" * 4001},
        {"findings": 7},
        {"officers": []},
        {"lines": [{"question": "只有问题"}]},
        {"attendee": None},
        {"more": "x"},
        {"statement": "\u0000"},
        {"lines": [{}] * 401},
    ],
)
def test_malformed_content_is_refused(visit, change):
    content = visit.content(**change)
    assert visit.write(visit.locked(content)).status_code == 422
    assert count(visit) == 0


def test_empty_bodies(visit):
    for what in ("records", "signatures"):
        answer = visit.api.as_(visit.zhou).post(f"/inspections/{visit.visit}/{what}", {})
        assert answer.status_code == 422


def test_other_peoples_visits(visit):
    stranger = visit.world.officer(visit.world.organ("别的局"), "外人")
    visit.write()
    assert visit.write(by=stranger).status_code == 404
    assert visit.sign(visit.signing(), by=stranger).status_code == 404
    assert visit.write(by=visit.planner).status_code == 403


def test_records_and_signatures_cannot_be_changed(visit):
    visit.write()
    visit.sign(visit.signing())
    for table in ("on_site_record", "record_signature"):
        with pytest.raises(Exception, match=r"never|insert|refuse"):
            visit.world.look(lambda tx, name=table: tx.connection().exec_driver_sql(f"DELETE FROM {name}"))


def test_strokes_are_kept_as_a_vector(visit):
    visit.write()
    visit.sign(visit.signing())
    assert visit.world.look(lambda tx: tx.scalar(select(RecordSignature.strokes))) == STROKES
