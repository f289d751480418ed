"""Rows that are found by how their name is typed."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column, validates

from backend.kernel.pinyin import spelled


def _of_the_name(context: Any) -> str:
    return spelled(context.get_current_parameters()["name"])


class Spelled:
    """A `name`, and beside it `pinyin`, which follows the name however the row is entered."""

    name: Mapped[str]
    pinyin: Mapped[str] = mapped_column(default=_of_the_name, server_default="")

    @validates("name")
    def _spell(self, _: str, name: str) -> str:
        self.pinyin = spelled(name)
        return name
