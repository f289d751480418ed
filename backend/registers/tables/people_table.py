"""People from a table: found by the organ's number of them, or by a name that is the only one there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.identity import people as register
from backend.identity.access.scope import inside
from backend.identity.models import Organ, Person, Region
from backend.identity.roles import ROLES
from backend.kernel.csv_rows import Row
from backend.kernel.ids import uuid7
from backend.registers.importers import Column, Counts, ImportWork, RowRefused, importer
from backend.registers.rules import refuse_role
from backend.registers.tables.cells import day_of, texts_of

BATCH = 1000
LENGTHS = {"number": 40, "name": 40, "login": 64, "post": 40, "qualification": 80, "employer": 80}
ROLE_WORDS = {word.casefold(): name for name, role in ROLES.items() for word in (name, role.zh, role.en)}
COLUMNS = (
    Column("organ", "单位编码", "organ code", True, ("单位",), "单位名册中的编码", "as in the register of organs"),
    Column("number", "工号", "number", False, ("编号",), "本单位编号，不是身份证号", "the organ's own number"),
    Column("name", "姓名", "name", True),
    Column(
        "role", "角色", "role", True, ("岗位类别",), "、".join(each.zh for each in ROLES.values()), ", ".join(ROLES)
    ),
    Column(
        "login", "账号", "account", False, (), "小写字母、数字；导入后由管理员发一次性密码", "a password is given later"
    ),
    Column("post", "职务", "post", False),
    Column("qualification", "资格", "qualification", False, (), "如：法律职业资格", ""),
    Column("employer", "所属第三方", "employer", False, (), "仅辅助人员、专家", "assistants and experts only"),
    Column("term_from", "任期起", "term from", False, (), "行政执法监督员", "2026-01-31"),
    Column("term_to", "任期止", "term to", False, (), "行政执法监督员", "2028-12-31"),
)


class Registered:
    """Who is there already, so that no row asks the database."""

    def __init__(self, work: ImportWork):
        here = inside(Region.path, work.region.path)
        organs = select(Organ).join(Region).where(here, Organ.ended_on.is_(None))
        self.organs: dict[str, Organ] = {each.code: each for each in work.tx.scalars(organs)}
        self.logins: set[str] = set(work.tx.scalars(select(Person.login).where(Person.login.is_not(None))))
        self.seen: set[tuple[UUID, str]] = set()
        self.by_number: dict[tuple[UUID, str], Any] = {}
        self.by_name: dict[tuple[UUID, str], list[Any]] = defaultdict(list)
        people = select(Person.id, Person.organ_id, Person.number, Person.name, Person.role, *map(_of, FACTS))
        for each in work.tx.execute(people.where(Person.organ_id.in_([organ.id for organ in self.organs.values()]))):
            self.by_name[each.organ_id, each.name].append(each)
            if each.number:
                self.by_number[each.organ_id, each.number] = each


FACTS = ("login", "post", "qualification", "employer", "term_from", "term_to")


def _of(name: str) -> Any:
    return getattr(Person, name)


@importer("people", zh="人员", en="people", action="person.write", columns=COLUMNS)
def put_in(work: ImportWork, rows: Iterator[Row]) -> Counts:
    """New people come in; known ones may get what the table says of them; an empty cell changes nothing."""
    known, entering, counts = Registered(work), list[dict[str, Any]](), {"new": 0, "changed": 0, "known": 0}
    for row in rows:
        with work.judging(row):
            before, values = _read(known, row)
            if before is None:
                entering.append({"id": uuid7(), **values})
                work.tell(row.number, "new", values["name"])
                counts["new"] += 1
            else:
                counts["changed" if _correct(work, row, before, values) else "known"] += 1
        if len(entering) == BATCH:
            register.enter_many(work.tx, entering)
            entering = []
    register.enter_many(work.tx, entering)
    return Counts(**counts)


def _read(known: Registered, row: Row) -> tuple[Any, dict[str, Any]]:
    """Who is meant, if they are known, and what the row says of them. Raises RowRefused, ProblemRaised."""
    organ = known.organs.get(row.get("organ"))
    if organ is None:
        raise RowRefused("organ", "没有这个单位编码，或该单位已撤销", "no organ in use has this code")
    values = _values(row, organ)
    before = _known(known, organ, values)
    key = (organ.id, values["number"] or f"\0{values['name']}")
    if key in known.seen:
        raise RowRefused("number" if values["number"] else "name", "表内重复", "stands in the table twice")
    login = values["login"]
    if login is not None and login in known.logins and (before is None or before.login != login):
        raise RowRefused("login", "账号名已在使用", "this account name is in use")
    known.seen.add(key)
    known.logins.add(login)
    return before, values


def _values(row: Row, organ: Organ) -> dict[str, Any]:
    texts = texts_of(row, LENGTHS, required=("name",))
    role = ROLE_WORDS.get(row.get("role").casefold())
    if role is None:
        raise RowRefused("role", "不是可用的角色", "is no role")
    refuse_role(role, organ_kind=organ.kind, organ_name=organ.name, login=texts["login"])
    number, login = texts.pop("number") or None, texts.pop("login").lower() or None
    terms = {name: day_of(row, name) for name in ("term_from", "term_to")}
    return {"organ_id": organ.id, "role": role, "number": number, "login": login, **texts, **terms}


def _known(known: Registered, organ: Organ, values: dict[str, Any]) -> Any:
    """The person meant; None for somebody new."""
    if values["number"]:
        return known.by_number.get((organ.id, values["number"]))
    namesakes = known.by_name.get((organ.id, values["name"]), [])
    if len(namesakes) > 1:
        raise RowRefused(
            "number", "该单位有同名人员，请填工号", "the organ has several people of this name; give a number"
        )
    return namesakes[0] if namesakes else None


def _correct(work: ImportWork, row: Row, before: Any, values: dict[str, Any]) -> bool:
    if before.role != values["role"]:
        work.warn(row, "role", "已有人员的角色不由导入更改", "the role of somebody known is not changed by a table")
    told = {name: values[name] for name in ("name", *FACTS) if values[name]}
    differing = work.differing(row, before.name, before, told)
    return bool(differing) and register.correct(work.tx, register.locked(work.tx, before.id), differing)
