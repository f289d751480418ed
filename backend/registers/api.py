"""The HTTP edge of the registers, put together."""

from backend.registers import assistance_api, conflicts_api, history_api, hours_api, people_api, places_api, powers_api
from backend.registers.tables import exports_api, imports_api, organs_table, people_table, record_table
from backend.registers.wire import blueprint

__all__ = [
    "assistance_api",
    "blueprint",
    "conflicts_api",
    "exports_api",
    "history_api",
    "hours_api",
    "imports_api",
    "organs_table",
    "people_api",
    "people_table",
    "places_api",
    "powers_api",
    "record_table",
]
