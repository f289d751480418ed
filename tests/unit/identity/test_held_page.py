"""docs/held.md says what is kept about people, and the terms that it names are those of the code (B-101)."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from backend.audit import roots
from backend.config import Settings
from backend.evidence import service as evidence
from backend.identity.access.table import MAY
from backend.identity.privacy import keeping
from backend.identity.privacy.held import HELD
from backend.identity.privacy.held_page import GOES, as_markdown
from backend.identity.roles import ROLES
from backend.kernel.jobs import JOBS
from backend.registers import jobs as registers
from backend.registers.tables import exports, undoing

ROOT = Path(__file__).parents[3]
PACKAGES = ROOT / "backend"


def test_the_page_of_what_is_kept_is_of_today():
    """`liangma held` writes docs/held.md."""
    assert (ROOT / "docs" / "held.md").read_text() == as_markdown()


def test_every_kind_that_a_package_registers_stands_on_it():
    registered = {
        kind
        for path in PACKAGES.glob("*/held.py")
        for kind in re.findall(r'^@held\(\s*"(\w+)"', path.read_text(), re.M)
    }
    page = as_markdown()

    assert registered == set(HELD)
    assert all(f"| {each.zh} {each.en} |" in page for each in HELD.values())


def test_it_says_of_whom_there_are_such_rows():
    page = as_markdown()

    assert "| 到场签到 Arrivals | 执法人员 officer |" in page
    assert "| 观察记录 Observations | 行政执法监督员 lay supervisor |" in page
    assert "| 登录 Sessions | 所有账号 everybody |" in page
    assert {each.by for each in HELD.values()} - {""} <= set(MAY)
    assert {role for each in HELD.values() for role in each.who} <= set(ROLES)


def test_what_goes_is_taken_by_a_job_that_there_is():
    as_markdown()

    assert {name for name in re.findall(r"`(\w+\.\w+)` \| [`–]", GOES) if not name.endswith("conf")} <= set(JOBS)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("180 days after their end", keeping.SESSIONS),
        ("400 days after their last use", keeping.BROWSERS),
        ("30 days after they ran out", keeping.INVITATIONS),
        ("undone for 30 days", undoing.UNDO_WITHIN),
        ("| 7 days |", registers.KEPT),
        ("| taken, or a day |", exports.KEPT),
        ("| 14 days |", evidence.UPLOAD_TERM),
    ],
)
def test_a_term_on_the_page_is_the_term_of_the_code(said, kept):
    number = re.search(r"\d+", said)

    assert said in GOES
    assert kept == timedelta(days=int(number[0]) if number else 1)


def test_three_years_and_a_month_are_what_they_say():
    settings = Settings.from_env({"DATABASE_URL": "postgresql://x/y"})

    assert timedelta(days=3 * 366) == roots.KEPT
    assert settings.contact_days == 30
