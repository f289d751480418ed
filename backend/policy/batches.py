"""Follow-ups of records that do not say which findings they belong to (B-32)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from backend.policy.facts import Id, Visit
from backend.policy.kinds import entered, is_inspection, is_understood

BEFORE_THE_RECORDS = "before-the-records"
"""The batch of follow-ups whose inspection is older than the first record."""


def link_followups(history: Iterable[Visit]) -> Iterator[Visit]:
    """Give each unlinked follow-up its batch; `history` is one subject's visits to one entity, in order.

    A batch is opened by an inspection that is no follow-up itself, that counts as a visit and where somebody got in:
    only there can something have been found. A visit whose purpose nobody explained opens none: it may be a follow-up
    itself. A follow-up belongs to the latest batch before it.
    """
    batch: Id = BEFORE_THE_RECORDS
    for each in history:
        if each.kind == "followup":
            yield each if each.followup_batch is not None else replace(each, followup_batch=batch)
            continue
        if is_inspection(each) and is_understood(each) and entered(each) and each.counts is not False:
            batch = each.id
        yield each
