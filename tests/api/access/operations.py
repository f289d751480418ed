"""Every operation of the API that is not public."""

from __future__ import annotations

from backend.identity.access import MAY
from tests.api.access.around_visits import VISITS
from tests.api.access.operation import Operation
from tests.api.access.selves import SELVES
from tests.api.access.keeping_registers import REGISTERS
from tests.api.access.oversight import OVERSIGHT

OPERATIONS: tuple[Operation, ...] = (*SELVES, *REGISTERS, *OVERSIGHT, *VISITS)
