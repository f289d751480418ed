"""Every operation of the API that is not public."""

from __future__ import annotations

from tests.api.access.around_visits import VISITS
from tests.api.access.attendances import ATTENDANCES
from tests.api.access.clues import CLUES
from tests.api.access.draws import DRAWS
from tests.api.access.joint import JOINT
from tests.api.access.keeping_registers import REGISTERS
from tests.api.access.operation import Operation
from tests.api.access.oversight import OVERSIGHT
from tests.api.access.plans import PLANS
from tests.api.access.replays import REPLAYS
from tests.api.access.selves import SELVES
from tests.api.access.stated import STATED
from tests.api.access.whitelist import WHITELIST

OPERATIONS: tuple[Operation, ...] = (
    *SELVES,
    *REGISTERS,
    *OVERSIGHT,
    *CLUES,
    *VISITS,
    *ATTENDANCES,
    *DRAWS,
    *JOINT,
    *PLANS,
    *REPLAYS,
    *STATED,
    *WHITELIST,
)
