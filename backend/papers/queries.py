"""Papers that were issued; tasks and visits whose papers somebody may see; what papers are called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.identity.models import Person
from backend.inspections.models import Inspection
from backend.papers.kinds import KINDS
from backend.papers.models import Paper, PaperTitle
from backend.planning.models import Task
from backend.planning.queries import lent_tasks


def task_seen(tx: Session, actor: Actor, task_id: UUID) -> Task | None:
    """A task whose papers the actor may see."""
    lent = Task.id.in_(lent_tasks(actor.person_id))
    sides: dict[str, Any] = {"organ": Task.organ_id, "region_path": Task.region_path, "assigned": lent}
    wanted = select(Task).where(Task.id == task_id)
    return tx.execute(visible(wanted, actor, "paper.see", **sides)).scalar_one_or_none()


def visit_seen(tx: Session, actor: Actor, inspection_id: UUID) -> Inspection | None:
    """A visit whose papers the actor may see."""
    lent = Inspection.task_id.in_(lent_tasks(actor.person_id))
    sides: dict[str, Any] = {"organ": Inspection.organ_id, "region_path": Inspection.region_path, "assigned": lent}
    wanted = select(Inspection).where(Inspection.id == inspection_id)
    return tx.execute(visible(wanted, actor, "paper.see", **sides)).scalar_one_or_none()


def paper_seen(tx: Session, actor: Actor, paper_id: UUID) -> Paper | None:
    """An issued paper that the actor may see."""
    lent = Paper.task_id.in_(lent_tasks(actor.person_id))
    sides: dict[str, Any] = {"organ": Paper.organ_id, "region_path": Paper.region_path, "assigned": lent}
    wanted = select(Paper).where(Paper.id == paper_id)
    return tx.execute(visible(wanted, actor, "paper.see", **sides)).scalar_one_or_none()


def newest(tx: Session, subject_id: UUID, kind: str) -> Paper | None:
    """The edition of a paper that counts."""
    wanted = select(Paper).where(Paper.subject_id == subject_id, Paper.kind == kind)
    return tx.scalars(wanted.order_by(Paper.edition.desc()).limit(1)).first()


def editions(tx: Session, subject_ids: Sequence[UUID]) -> Sequence[Paper]:
    """Every edition of every paper about these subjects, the newest first."""
    wanted = select(Paper).where(Paper.subject_id.in_(subject_ids))
    return tx.scalars(wanted.order_by(Paper.kind, Paper.edition.desc())).all()


def lock_subject(tx: Session, subject_id: UUID, kind: str) -> None:
    """Wait until nobody else issues this paper."""
    tx.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"paper {kind} {subject_id}", 0))))


def title_at(tx: Session, kind: str, organ_id: UUID, region_code: str, at: datetime) -> str:
    """What a paper was called at a moment: by its organ, else in the nearest region upwards, else as usual."""
    found = {(each.organ_id, each.region_code): each.title for each in _titles(tx, kind, organ_id, region_code, at)}
    places = [(organ_id, region_code), *((None, code) for code in identity.upwards(tx, region_code))]
    return next((found[place] for place in places if place in found), KINDS[kind].zh)


def _titles(tx: Session, kind: str, organ_id: UUID, region_code: str, at: datetime) -> Sequence[PaperTitle]:
    """The titles that count at a moment, the newest of a place last."""
    inherited = and_(PaperTitle.organ_id.is_(None), PaperTitle.region_code.in_(identity.upwards(tx, region_code)))
    wanted = select(PaperTitle).where(PaperTitle.kind == kind, PaperTitle.changed_at <= at)
    mine = wanted.where(or_(PaperTitle.organ_id == organ_id, inherited))
    return tx.scalars(mine.order_by(PaperTitle.changed_at, PaperTitle.id)).all()


def changes_of_titles(tx: Session, actor: Actor) -> Sequence[Any]:
    """Every title that the actor's organ or region was given, with who did it, the newest first."""
    region_code = identity.organ(tx, actor.organ_id).region_code
    upwards = and_(PaperTitle.organ_id.is_(None), PaperTitle.region_code.in_(identity.upwards(tx, region_code)))
    wanted = select(PaperTitle, Person.name).join(Person, Person.id == PaperTitle.changed_by)
    wanted = wanted.where(or_(PaperTitle.organ_id == actor.organ_id, upwards))
    return tx.execute(wanted.order_by(PaperTitle.changed_at.desc(), PaperTitle.id.desc()).limit(200)).all()
