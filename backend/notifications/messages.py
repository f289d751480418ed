"""The words of an inbox line, made from its kind and facts in the reader's language. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Words(NamedTuple):
    """Title and body in Chinese and English, str.format templates over the facts; and where a click leads."""

    title_zh: str
    title_en: str
    body_zh: str
    body_en: str
    url: str


WORDS: dict[str, Words] = {
    "alert": Words(
        "预警：{enterprise_name}", "Alert: {enterprise_name}", "{sentence_zh}", "{sentence_en}", "/desk/visits/{inspection_id}"
    ),
    "hash_mismatch": Words(
        "监督员照片与申报的哈希不一致", "A supervisor's photo differs from its declared hash",
        "文件已原样保留，请查看。", "The file is kept as it came; please look.", "/desk/alerts",
    ),
    "approval_wanted": Words(
        "待审批：{enterprise_name}", "Awaiting approval: {enterprise_name}",
        "计划 {planned_on} 检查，等您决定。", "Planned for {planned_on}; it waits for your decision.", "/desk/approvals",
    ),
    "task_approve": Words(
        "已批准：{enterprise_name}", "Approved: {enterprise_name}",
        "{planned_on} 的检查可以发放检查码。", "The visit of {planned_on} may get its visit code.", "/desk/plan/{task_id}",
    ),
    "task_reject": Words(
        "未批准：{enterprise_name}", "Not approved: {enterprise_name}",
        "{planned_on} 的检查未获批准，不得实施。", "The visit of {planned_on} was not approved and must not take place.",
        "/desk/plan/{task_id}",
    ),
    "task_assigned": Words(
        "检查任务：{enterprise_name}", "Task: {enterprise_name}",
        "{planned_on} 的检查码已发放。", "The visit code for {planned_on} is issued.", "/app/tasks/{task_id}",
    ),
}  # fmt: skip
"""By kind of message."""

PUSH_BODY = "您有新的待办"
"""All that a push ever says: no name, no place, nothing that a push service could learn (C14)."""


def as_words(kind: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Title and body in both languages and the address of the screen."""
    words = WORDS[kind]
    return {
        "title": {"zh": words.title_zh.format_map(facts), "en": words.title_en.format_map(facts)},
        "body": {"zh": words.body_zh.format_map(facts), "en": words.body_en.format_map(facts)},
        "url": words.url.format_map(facts),
    }
