"""A line of the record of access, as somebody's look at the tasks leaves it."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def line_at(moment: datetime) -> dict[str, Any]:
    """Its columns."""
    return {
        "at": moment, "role": "head", "region_path": "42/4201/420117", "action": "task.see", "method": "GET",
        "route": "/api/v1/tasks", "object": "", "result": "allowed", "request_id": "r",
    }  # fmt: skip
