"""Who may do this, and what may I do? The page shows what the server decides by."""

from __future__ import annotations

import pytest

from backend.identity.access.table import MAY, may
from tests.unit.identity.critical_cells import actor

PERSONAS = ("officer", "supervisor", "reviewer", "department", "head", "bureau", "admin", "maintenance")


@pytest.mark.parametrize("role", PERSONAS)
def test_everybody_sees_what_they_may_do(api, world, role):
    who = world.person(role, world.organ())
    assert api.as_(who).get("/access/mine").json["actions"] == [each for each in MAY if may(actor(role), each)]


def test_the_desk_sees_the_whole_table_in_both_languages(api, world):
    table = api.as_(world.person("head", world.organ())).get("/access").json

    assert [each["action"] for each in table["actions"]] == list(MAY)
    unseal = next(each for each in table["actions"] if each["action"] == "feedback.unseal")
    assert unseal["name"] == {"zh": "拆封评价原文", "en": "open the sealed words of a rating"}
    assert unseal["step_up"] and unseal["two_people"]
    assert unseal["rows"] == [
        {
            "roles": ["bureau"],
            "who": {"zh": "司法局监督人员", "en": "bureau"},
            "on": {"zh": "本行政区划及下级的", "en": "of the own region and below it"},
        }
    ]
    assert "task.plan" in table["mine"] and "task.plan" not in api.as_(
        world.person("bureau", world.organ())
    ).get("/access/mine").json["actions"]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "status"), [("officer", 403), ("supervisor", 403), ("maintenance", 403), ("admin", 200)]
)
def test_the_table_is_for_the_desk(api, world, role, status):
    assert api.as_(world.person(role, world.organ())).get("/access").status_code == status
