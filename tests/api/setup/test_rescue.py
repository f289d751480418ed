"""When nobody of the bureau is left, the operator of the server opens an account; it is on record and everybody is told."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from backend.app import create_app
from backend.audit.models import AuditEntry
from backend.cli import main
from backend.identity.models import Person
from backend.kernel.clock import SystemClock
from backend.notifications.models import Message
from backend.worker import followers, run_journal_once
from tests.api.sign_in.hands import browser, sign_in
from tests.world import Api, SignedIn

WHY = ("--reason", "秦守正同志已离世")


@pytest.fixture
def world(committed_world):
    return committed_world


@pytest.fixture
def shell(world, committed_database, data_dir, monkeypatch):
    for name, value in {
        "DATABASE_URL": committed_database,
        "DATA_DIR": str(data_dir),
        "ARGON2_MEMORY_KIB": "64",
    }.items():
        monkeypatch.setenv(name, value)
    return lambda *words: CliRunner().invoke(main, ["admin", *words])


@pytest.fixture
def town(world):
    """A bureau whose last supervisor left, an administrator, and an officer."""
    bureau = world.organ("示范区司法局", kind="bureau")
    people = {"admin": world.person("admin", bureau), "officer": world.officer(world.organ())}
    people["gone"] = world.person("bureau", bureau, "秦守正")
    world.look(
        lambda tx: (
            tx.execute(update(Person).where(Person.id == people["gone"].person.id).values(active=False)),
            tx.commit(),
        )
    )
    return people | {"organ": bureau}


def told(world):
    while run_journal_once(world.sessions, followers(), SystemClock()):
        pass
    return world.look(lambda tx: tx.scalars(select(Message).where(Message.kind == "operator_opened")).all())


def opened(world, login):
    wanted = select(Person).where(Person.login == login)
    return world.look(lambda tx: tx.scalars(wanted).one_or_none())


def password_in(done):
    return next(line.split()[-1] for line in done.output.splitlines() if "一次性密码" in line)


def test_somebody_new_signs_in_with_the_password_that_was_printed(world, shell, town):
    done = shell("restore-bureau", "--login", "fang.ming", "--name", "方明", *WHY)

    assert done.exit_code == 0, done.output
    who = opened(world, "fang.ming")
    assert (who.role, who.organ_id, who.name) == ("bureau", town["organ"].id, "方明")
    clock = SystemClock()
    api = Api(create_app(world.settings, sessions=world.sessions, clock=clock), world)
    answer = sign_in(browser(api), SignedIn(who, ""), password_in(done))
    assert (answer.status_code, answer.json["must_change_password"]) == (200, True)


def test_it_is_a_line_of_the_record_and_everybody_who_supervises_or_administers_is_told(world, shell, town):
    shell("restore-bureau", "--login", "fang.ming", "--name", "方明", *WHY)

    (line,) = world.look(lambda tx: tx.scalars(select(AuditEntry)).all())
    who = opened(world, "fang.ming")
    assert (line.role, line.action, line.object) == ("operator", "operator.restore_bureau", str(who.id))
    assert (line.purpose, line.region_path, line.person_id) == ("秦守正同志已离世", "42/4201/420117", None)
    assert {each.person_id for each in told(world)} == {town["admin"].person.id, who.id}


def test_the_reason_is_kept_as_one_line(world, shell, town):
    shell("restore-bureau", "--login", "fang.ming", "--name", "方明", "--reason", " 秦守正同志\n 已离世 ")
    assert world.look(lambda tx: tx.scalars(select(AuditEntry.purpose)).all()) == ["秦守正同志 已离世"]


def test_an_account_that_is_there_gets_a_password_and_its_sessions_end(world, shell, town):
    fang = world.person("bureau", town["organ"], "方明")
    first = shell("restore-bureau", "--login", fang.person.login.upper(), *WHY)
    again = shell("restore-bureau", "--login", fang.person.login, *WHY)
    assert first.exit_code == again.exit_code == 0, first.output
    assert password_in(first) != password_in(again)
    api = Api(create_app(world.settings, sessions=world.sessions, clock=SystemClock()), world)
    assert api.as_(fang).get("/session").status_code == 401


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--login", "new.one", "--name", "", *WHY), "姓名"),
        (("--login", "li fang", "--name", "李芳", *WHY), "登录名"),
        (("--login", "new.one", "--name", "李芳", "--reason", " "), "原因"),
        (("--login", "new.one", "--name", "李芳", "--reason", "好" * 201), "原因"),
        (("--login", "new.one", "--name", "李芳", "--reason", "好\u200b好"), "原因"),
        (("--login", "new.one", "--name", "李芳", "--organ", "NONE", *WHY), "NONE"),
        (("--login", "new.one", "--name", "李芳"), "--reason"),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_nothing(world, shell, town, words, said):
    done = shell("restore-bureau", *words)
    assert done.exit_code != 0 and said in done.output and "Traceback" not in done.output
    assert opened(world, "new.one") is None
    assert world.look(lambda tx: tx.scalars(select(AuditEntry)).all()) == [] and told(world) == []


def test_no_other_role_is_opened_this_way_and_who_left_does_not_come_back(world, shell, town):
    for who in ("admin", "officer"):
        done = shell("restore-bureau", "--login", town[who].person.login, *WHY)
        assert done.exit_code == 1 and "不是司法局" in done.output
    assert shell("restore-bureau", "--login", town["gone"].person.login, "--name", "秦守正", *WHY).exit_code == 1


def test_before_there_is_a_bureau_there_is_nothing_to_restore(world, shell):
    done = shell("restore-bureau", "--login", "fang.ming", "--name", "方明", *WHY)
    assert done.exit_code == 1 and "admin create" in done.output


def test_a_new_administrator_and_a_new_password_are_told_and_on_record_too(world, shell, town):
    fang = world.person("bureau", town["organ"], "方明")
    assert shell("password", "--login", town["admin"].person.login).exit_code == 0
    assert shell("create", "--login", "li.fang").exit_code == 0  # there is one already: nothing happens
    lines = world.look(lambda tx: tx.scalars(select(AuditEntry.action)).all())
    assert lines == ["operator.admin_password"]
    assert fang.person.id in {each.person_id for each in told(world)}
