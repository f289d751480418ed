"""What the worker does, done by hand and in order, and what came of it."""

from __future__ import annotations

from sqlalchemy import select, text

from backend.evidence.followers import FOLLOWER
from backend.evidence.models import SealedItem, Upload
from backend.evidence.sealer import seal
from backend.journal.followers import advance
from backend.journal.models import JournalInbox
from backend.journal.sequencer import sequence
from backend.kernel.jobs import Tools
from tests.world import World

WANTED_COPIES = text(
    "SELECT args->>'media_id' FROM procrastinate_jobs WHERE task_name = 'evidence.make_playable' AND status = 'todo'"
)
CONTENT = b"an original of no particular kind" * 1000


class Worker:
    """Does by hand, in order, what the worker's loops do: what is asserted is the outcome, not the queue."""

    def __init__(self, world: World, tools: Tools):
        self.world, self.tools = world, tools

    def seal(self, *locations: str) -> None:
        for location in locations:
            seal(self.tools, location.rpartition("/")[2])

    def seal_all(self) -> None:
        complete = self.world.look(lambda tx: tx.scalars(select(Upload.id).where(Upload.state == "complete")).all())
        self.seal(*map(str, complete))

    def follow(self) -> list[str]:
        """Let the journal move; gives the media whose copies were asked for."""
        with self.tools.sessions() as tx:
            sequence(tx)
            tx.commit()
        advance(self.tools.sessions, FOLLOWER, self.tools.clock)
        return self.world.look(lambda tx: [row[0] for row in tx.execute(WANTED_COPIES)])


def items(world: World) -> list[SealedItem]:
    return world.look(lambda tx: tx.scalars(select(SealedItem).order_by(SealedItem.sealed_at)).all())


def events(world: World, name: str) -> list[dict]:
    return world.look(lambda tx: tx.scalars(select(JournalInbox.data).where(JournalInbox.name == name)).all())
