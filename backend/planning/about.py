"""Everything that a task is about, in one row: for an arrival under it, and for judging it before."""

from __future__ import annotations

from datetime import time
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from backend.enterprises.models import Enterprise, Site
from backend.enterprises.queries import SITE_COLUMNS
from backend.identity.models import Organ, Region
from backend.kernel.db import UtcTimestamp
from backend.planning.levels import told_of_rank
from backend.planning.matters import told_of_task
from backend.planning.models import Decision, Task, TaskOfficer
from backend.planning.plans.spans import told_of_plans
from backend.planning.queries import item_ids_of
from backend.rulesets.queries import id_in_force

_OFFICER_IDS = (
    select(func.array_agg(aggregate_order_by(TaskOfficer.person_id, TaskOfficer.position)))
    .where(TaskOfficer.task_id == Task.id).correlate(Task).scalar_subquery()
)  # fmt: skip
"""The officers of the task in an outer query, the lead first."""


def _planned_moment() -> Any:
    """When a task's visit may arrive at the earliest: its time or its day, never before now."""
    local = Task.planned_on + func.coalesce(Task.starts_at, time())
    return func.greatest(bindparam("now", type_=UtcTimestamp), func.timezone(Region.zone, local))


def _about(at: Any) -> Select[Any]:
    rule_set = id_in_force(Region.code, at).correlate(Region, Task).scalar_subquery().label("rule_set_id")
    wanted = select(
        *SITE_COLUMNS, Region.zone, Organ.name.label("organ_name"), Organ.name_en.label("organ_name_en"), rule_set, Task,
        Decision,
        item_ids_of(Task.id).label("item_ids"), _OFFICER_IDS.label("officer_ids"), told_of_task(Task.id).label("matters"),
        told_of_plans(Task.organ_id).label("plans"), told_of_rank(Task.organ_id).label("rank"),
    )  # fmt: skip
    return (
        wanted.select_from(Task).join(Site, Site.id == Task.site_id).join(Enterprise, Enterprise.id == Task.enterprise_id)
        .join(Region, Region.code == Enterprise.region_code).join(Organ, Organ.id == Task.organ_id)
        .outerjoin(Decision, Decision.task_id == Task.id).where(Task.id == bindparam("task_id"))
        .order_by(Decision.decided_at.desc().nulls_last()).limit(1)
    )  # fmt: skip


_LENT_TO = exists().where(
    TaskOfficer.task_id == Task.id, TaskOfficer.person_id == bindparam("person_id"), TaskOfficer.seconded_by.is_not(None)
)  # fmt: skip

ABOUT_ARRIVAL = _about(bindparam("now", type_=UtcTimestamp)).where(
    or_(Task.organ_id == bindparam("organ_id"), _LENT_TO)
)
"""Everything that a task is about in one row: premises, zone, organ's name, rule set, newest decision, item and officer
ids. Parameters: `task_id`, `now`, the moment for the rule set, and who asks: `organ_id`, or `person_id` who is lent to it.
Built once: the hot path spares the building.
"""

ABOUT_PLANNED = _about(_planned_moment())
"""The same for the moment at which the visit is planned; parameters `task_id` and `now`."""
