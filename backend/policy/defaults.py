"""The tables of the default rule set, as data: quiet calendar, exemption list, holidays, rights."""

from __future__ import annotations

from typing import Any

CALENDARS: list[dict[str, Any]] = [{"scope": "region", "key": "*", "type": "monthly_range", "from": 1, "to": 20}]
"""B-37: the first to the twentieth of each month, for everybody."""

GROUNDS: dict[str, dict[str, Any]] = {
    "superior": {"evidence": "document_number", "approver": "filing"},
    "safety_field": {"evidence": "hazard_id", "approver": "subject_head"},
    "emergency": {"evidence": "incident_id", "approver": "afterwards"},
    "complaint": {"evidence": "clue_id", "approver": "subject_head"},
    "case": {"evidence": "case_id", "approver": "subject_head"},
    "statutory_deadline": {"evidence": "deadline_basis", "approver": "subject_head"},
    "licence": {"evidence": "application_id", "approver": "none"},
    "tax_risk": {"evidence": "task_id", "approver": "subject_head"},
    "other": {"evidence": "text", "approver": "bureau"},
}
"""B-40: ground, evidence, prior approval."""

CAP_EXEMPT: list[str] = [
    "complaint", "hotline_12345", "media", "transfer", "assignment", "monitoring", "enterprise_request", "licence",
    "emergency",
]  # fmt: skip
"""B-26: triggers that do not use up the cap. `superior` is B-28's, `deadline` B-32's."""

HOLIDAYS: dict[str, Any] = {
    "2026": {
        "off": [
            "2026-01-01", "2026-01-02", "2026-01-03",
            "2026-02-15", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19",
            "2026-02-20", "2026-02-21", "2026-02-22", "2026-02-23",
            "2026-04-04", "2026-04-05", "2026-04-06",
            "2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04", "2026-05-05",
            "2026-06-19", "2026-06-20", "2026-06-21",
            "2026-09-25", "2026-09-26", "2026-09-27",
            "2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07",
        ],
        "worked": ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
    },
}  # fmt: skip
"""B-04: days off and worked weekends; a year without a table counts Monday to Friday and says so."""

RIGHTS: dict[str, list[str]] = {
    "zh": [
        "可以要求执法人员出示执法证件。",
        "认为执法人员与检查有利害关系的，可以申请回避。",
        "可以陈述和申辩。",
        "可以投诉举报，拨打 12345。",
    ],
    "en": [
        "You may ask the officers to show their certificates.",
        "You may ask for another officer where one has an interest in the matter.",
        "You may state your case and defend yourself.",
        "You may complain: call 12345.",
    ],
}
"""B-47: what an enterprise is told; refusal for want of a code appears only where a rule set cites its source."""
