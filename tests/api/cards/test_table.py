"""Cards from a table: what is new, what is known, what is refused by row and column (B-91)."""

from __future__ import annotations

import csv
import io

import pytest

from backend.certificates.models import Card
from tests.api.registers.office import Office
from tests.api.registers.tables import Desk, csv_of

HEADER = "单位编码,工号,姓名,证号,证件种类,执法领域,发证日期,有效期至"


@pytest.fixture
def keepers(world, api):
    """A registry office; its region has keys and rules."""
    from backend.certificates.keyring import init_keys

    world.rule_set()
    with world.sessions() as tx:
        init_keys(tx, world.settings.data_dir / "keys", world.region.code, world.clock.now())
        tx.commit()
    return Office(world, api)


@pytest.fixture
def desk(keepers):
    return Desk(keepers)


def row(keepers, name="周明远", number="17010100001", kind="", since="2026-01-01", until="2030-12-31", organ=None):
    return f"{organ or keepers.department_organ.code},,{name},{number},{kind},市场监管,{since},{until}"


def test_a_table_brings_cards_that_are_signed_and_valid(keepers, desk, app):
    run = desk.applied("cards", csv_of(HEADER, row(keepers)))

    assert (run["state"], run["new"], run["refused"]) == ("done", 1, 0)
    (card,) = keepers.api.as_(keepers.bureau).get("/cards").json["items"]
    assert (card["number"], card["state"], card["issuer"], card["photo_url"]) == (
        "17010100001",
        "active",
        "示范区司法局",
        None,
    )
    page = app.test_client().get("/c/" + card["url"].rsplit("/", 1)[1]).get_data(as_text=True)
    assert "周明远" in page


def test_the_same_table_again_is_known(keepers, desk):
    desk.applied("cards", csv_of(HEADER, row(keepers)))
    again = desk.applied("cards", csv_of(HEADER, row(keepers)))

    assert (again["new"], again["known"], again["refused"]) == (0, 1, 0)


def test_a_dry_run_stores_nothing(keepers, desk):
    assert desk.checked("cards", csv_of(HEADER, row(keepers)))["new"] == 1
    assert keepers.world.look(lambda tx: tx.query(Card).count()) == 0


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"name": "不在册"}, "姓名"), ({"name": "钱负责"}, "姓名"), ({"organ": "ORG9999"}, "姓名"), ({"number": ""}, "证号"),
        ({"number": "1" * 41}, "证号"), ({"kind": "借书证"}, "证件种类"), ({"since": "明天"}, "发证日期"),
        ({"since": "2031-01-01"}, "有效期至"), ({"until": ""}, "有效期至"),
    ],
)  # fmt: skip
def test_a_row_that_is_no_card_is_refused_and_the_others_stay(keepers, desk, world, wrong, column):
    world.person("officer", keepers.department_organ, "林晓")
    run = desk.applied("cards", csv_of(HEADER, row(keepers, **wrong), row(keepers, "林晓", "17010100002")))

    assert (run["new"], run["refused"]) == (1, 1)
    assert (run["errors"][0]["row"], run["errors"][0]["column"]) == (2, column) and run["errors"][0]["zh"]


def test_twice_in_a_table_and_a_number_of_somebody_else_are_refused(keepers, desk, world):
    world.person("officer", keepers.department_organ, "林晓")
    table = csv_of(
        HEADER, row(keepers), row(keepers, number="17010100009"), row(keepers, "林晓", "17010100001"), row(keepers, "林晓", "鄂A-1"),
    )  # fmt: skip
    run = desk.applied("cards", table)

    assert (run["new"], run["refused"], run["warnings"]) == (2, 2, 1)


def test_the_register_goes_out_as_it_is_shown(keepers, desk):
    desk.applied("cards", csv_of(HEADER, row(keepers)))
    caller = keepers.api.as_(keepers.bureau)
    titles, line = csv.reader(io.StringIO(caller.get("/exports/cards.csv?state=active").data.decode("utf-8-sig")))
    assert dict(zip(titles, line, strict=True)) | {"发证机关": ""} == {
        "证号": "17010100001", "姓名": "周明远", "单位名称": "示范区市场监督管理局", "证件种类": "行政执法证", "执法领域": "市场监管",
        "执法区域": "", "发证机关": "", "发证日期": "2026-01-01", "有效期至": "2030-12-31", "状态": "有效",
    }  # fmt: skip
    for nothing in ("state=revoked", "expiring=30", "q=17010199", f"organ_id={keepers.other_organ.id}"):
        rows = caller.get(f"/exports/cards.csv?{nothing}").data.decode().splitlines()[1:]
        assert rows == ["（没有符合条件的记录）"], nothing
