"""Turns schema errors into lines that a person can act on: field, what is wrong, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_CHINESE = (
    ("Missing data", "必填，未填写"),
    ("may not be null", "必填，未填写"),
    ("Unknown field", "不认识的字段"),
    ("Not a valid UUID", "编号格式不正确"),
    ("Not a valid datetime", "时间格式不正确"),
    ("Not a valid date", "日期格式不正确"),
    ("needs an offset", "时间缺少时区"),
    ("Not a valid integer", "应为整数"),
    ("Not a valid number", "应为数字"),
    ("cannot be kept", "含有无法保存的字符"),
    ("Special numeric values", "应为普通数字"),
    ("Not a valid boolean", "应为是或否"),
    ("Not a valid list", "应为列表"),
    ("Must be one of", "不在可选范围内"),
    ("must lie between 1970", "时间超出 1970–2199 年"),
    (" and less than", "数值超出范围"),
    ("Must be greater", "数值太小"),
    ("Must be less", "数值太大"),
    ("Longer than", "内容太长"),
    ("Shorter than", "内容太短"),
    ("Length must be", "长度不符"),
    ("Invalid input type", "格式不正确"),
)


def invalid_fields(messages: Any) -> list[dict[str, str]]:
    """`[{field, zh, en}]` from marshmallow's nested messages; fields are dotted paths such as `position.longitude`."""
    return [{"field": path, "zh": chinese(text), "en": text} for path, text in _walk(messages, ())]


def chinese(text: str) -> str:
    """The Chinese line for an English validation message."""
    return next((zh for start, zh in _CHINESE if start in text), "格式不正确")


def _walk(node: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _walk(value, (*path, str(key)))
    elif isinstance(node, list):
        for value in node:
            yield from _walk(value, path)
    else:
        where = path[1:] if path and path[0] in ("json", "query", "form", "headers", "files") else path
        yield ".".join(part for part in where if part != "_schema"), str(node)
