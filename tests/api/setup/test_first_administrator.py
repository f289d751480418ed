"""`liangma admin create`: one first administrator, whoever asks how often."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from backend.cli import main
from backend.identity.models import Organ, Person, SignIn
from backend.kernel.problems import ProblemRaised
from tests.api.setup.first_day import founding


@pytest.fixture
def shell(committed_database, data_dir, monkeypatch):
    """A shell on an empty installation."""
    for name, value in {
        "DATABASE_URL": committed_database, "DATA_DIR": str(data_dir), "APP_URL": "http://desk.example",
        "ARGON2_MEMORY_KIB": "64",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    return lambda *words, **more: CliRunner().invoke(main, ["admin", *words], **more)


def test_the_one_time_password_is_printed_once(shell):
    first, again = shell("create", "--login", "li.fang", "--name", "李芳"), shell("create", "--login", "wang.wei")

    assert first.exit_code == again.exit_code == 0
    assert "一次性密码" in first.output
    assert "http://desk.example/desk/" in first.output
    assert "已有管理员 li.fang" in again.output
    assert "一次性密码" not in again.output


def test_a_password_of_ones_own_comes_by_standard_input_and_is_not_printed(shell):
    done = shell("create", "--login", "li.fang", "--password-stdin", input="correct horse battery 7\n")

    assert done.exit_code == 0
    assert "correct horse" not in done.output
    assert "一次性密码" not in done.output


@pytest.mark.parametrize("weak", ["", "short", "1234567890", "li.fang.lin"])
def test_a_weak_password_is_refused_and_nobody_is_made(shell, weak):
    done = shell("create", "--login", "li.fang.lin", "--password-stdin", input=f"{weak}\n")

    assert done.exit_code == 1
    assert "密码" in done.output
    assert "一次性密码" in shell("create", "--login", "li.fang").output


@pytest.mark.parametrize("login", ["", "   ", "li fang", "x" * 500, "a\tb"])
def test_a_login_that_nobody_could_type_is_refused(shell, login):
    done = shell("create", "--login", login)

    assert done.exit_code == 1
    assert "Traceback" not in done.output


def test_many_at_once_make_one(committed_world):
    from tests.api.setup.first_day import FirstDay

    day = FirstDay(None, committed_world.sessions, committed_world.clock, committed_world.settings)
    with ThreadPoolExecutor(8) as hands:
        made = list(hands.map(lambda n: day.administrator(f"admin{n}"), range(8)))

    assert sum(each.new for each in made) == 1
    assert len({each.login for each in made}) == 1
    assert day.look(lambda tx: tx.scalar(select(func.count()).select_from(Person))) == 1
    assert day.look(lambda tx: tx.scalar(select(func.count()).select_from(Organ))) == 1


def test_a_one_time_password_opens_the_desk_and_must_be_changed(first_day):
    made = first_day.administrator(password=None)

    answer = first_day.signed_in(password=made.one_time_password).get("/session")

    assert answer.json["must_change_password"] is True


def test_a_login_that_somebody_else_has_is_refused(first_day):
    first_day.founded()
    first_day.look(lambda tx: _retire_administrator(tx))

    with pytest.raises(ProblemRaised, match="login"):
        first_day.administrator("li.fang")
    assert first_day.administrator("wang.wei").new


def test_where_no_administrator_is_left_the_new_one_is_the_bureaus(first_day):
    first_day.founded()
    first_day.look(lambda tx: _retire_administrator(tx))

    first_day.administrator("wang.wei")

    me = first_day.signed_in("wang.wei").get("/session").json["person"]
    assert me["organ"]["name"] == founding()["bureau"]["name"]


def test_a_lost_password_is_replaced_and_open_sessions_end(shell, committed_world):
    shell("create", "--login", "li.fang", "--password-stdin", input="correct horse battery 7\n")
    with committed_world.sessions() as tx:
        person = tx.scalars(select(Person)).one()
        now = committed_world.clock.now()
        tx.add(SignIn(token_hash=b"x", person_id=person.id, created_at=now, expires_at=now + timedelta(days=3650)))
        tx.commit()

    done = shell("password", "--login", "LI.FANG")

    assert done.exit_code == 0
    assert "一次性密码" in done.output
    assert committed_world.look(lambda tx: tx.scalars(select(SignIn.ended_at)).one()) is not None
    assert shell("password", "--login", "nobody").exit_code == 1


def _retire_administrator(tx):
    tx.scalars(select(Person)).one().active = False
    tx.commit()
