"""What papers hold about a person (B-101)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from backend.identity.privacy.held import Rows, held
from backend.papers.models import Paper, PaperTitle


@held("papers", zh="首次打开的文书", en="Papers first opened", at="issued_at", by="paper.see")
def papers(me: UUID) -> Rows:
    """The papers that were issued because this person asked for them."""
    return select(Paper.issued_at, Paper.title, Paper.edition, Paper.inspection_id).where(Paper.issued_by == me)


@held("paper_titles", zh="改过的文书名称", en="Titles given to papers", at="changed_at", by="paper.title.write")
def paper_titles(me: UUID) -> Rows:
    """What this person called papers."""
    row = PaperTitle
    return select(row.changed_at, row.kind, row.title, row.region_code).where(row.changed_by == me)
