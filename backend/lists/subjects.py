"""The lines of the subjects' list: identity lies below, so its organs are read from here."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from backend.identity.models import Organ
from backend.identity.publishing import publish_subjects
from backend.lists.sources import Line, Scope, register


def lines(_: Session, scope: Scope) -> Sequence[Line]:
    """Every subject that the bureau supervises; one whose review ended in withdrawal is not published (1.08)."""
    return [_line(each, scope) for each in scope.organs.values() if each.review_state != "withdrawn"]


def _line(organ: Organ, scope: Scope) -> Line:
    values = {
        "name": organ.name, "name_en": organ.name_en, "code": organ.code, "kind": organ.kind,
        "legal_category": organ.legal_category, "basis": organ.basis, "scope": organ.scope, "field": organ.field,
        "published_on": (organ.published_on or scope.day).isoformat(),
    }  # fmt: skip
    return Line(organ.code, values, organ.id if organ.published_on is None else None)


register("subjects", lines, publish_subjects)
