"""The kinds of papers, and what they are called where nobody says otherwise. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper: its name in the code, its usual title, what it waits for, in Chinese and English."""

    code: str
    zh: str
    en: str
    waits_zh: str
    waits_en: str


NOTICE = Kind(
    "notice", "行政检查通知书", "Notice of inspection", "签发检查码后生成", "Made once the visit code is issued"
)
RECORD = Kind("record", "现场检查笔录", "On-site record", "离场签退后生成", "Made once the officers have left")
RESULT = Kind("result", "检查结果告知书", "Notice of the result", "填报结果后生成", "Made once the result is filed")

KINDS = {each.code: each for each in (NOTICE, RECORD, RESULT)}
