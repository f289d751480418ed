"""What a published list says in a cell, as people read it."""

from __future__ import annotations

from backend.policy.checklist import questions_in, written
from backend.public.list_facts import cell

CHECKLIST = {"name": "checklist", "zh": "检查清单", "en": "Checklist"}
ASKED = "进货查验记录是否齐全 | 是否 | 拍照 | 《食品安全法》第五十三条\n冷藏库温度 | 数值 °C | |"


def test_a_checklist_is_told_as_its_questions() -> None:
    values = {"checklist": written(questions_in(ASKED))}
    assert cell(CHECKLIST, values, [CHECKLIST], "zh") == "进货查验记录是否齐全；冷藏库温度"
    assert cell(CHECKLIST, values, [CHECKLIST], "en") == "进货查验记录是否齐全; 冷藏库温度"


def test_an_item_without_a_checklist_says_nothing() -> None:
    assert cell(CHECKLIST, {"checklist": None}, [CHECKLIST], "zh") == ""
