"""B-89: one form, each question once, with all its bases; and the text in which an item's questions are written."""

import pytest

from backend.policy.checklist import BadChecklist, Question, key_of, merged, questions_in, written

TEXT = "冷库温度是否按规定记录 | 是否 | 拍照 | 食品安全法第五十四条\n冷库温度 | 数值 ℃\n从业人员健康证明是否有效"


def test_a_question_a_line_with_what_may_be_left_out():
    first, second, third = questions_in(TEXT)

    assert first == Question("冷库温度是否按规定记录", "yes_no", "", True, "食品安全法第五十四条")
    assert (second.kind, second.unit, second.photo) == ("value", "℃", False)
    assert third == Question("从业人员健康证明是否有效")


def test_a_checklist_that_was_read_is_written_as_it_was():
    assert written(questions_in(TEXT)) == TEXT.replace("效", "效 | 是否")
    assert questions_in(written(questions_in(TEXT))) == questions_in(TEXT)
    assert questions_in("冷库温度｜数值 ℃\n\n") == questions_in("冷库温度\t数值 ℃")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("问题\n | 是否", 2),
        ("问题 | 也许", 1),
        ("问题 | 是否 ℃", 1),
        ("问题 | 是否 | 大概", 1),
        ("问题 | 是否 | 拍照 | 依据 | 多", 1),
        ("问题\n问 题", 2),
        ("问" * 201, 1),
        ("\n".join(f"第 {n} 问" for n in range(61)), 61),
    ],
)
def test_a_line_that_says_no_question_is_named(text, line):
    with pytest.raises(BadChecklist) as wrong:
        questions_in(text)
    assert wrong.value.line == line


def test_two_items_that_ask_the_same_ask_it_once_with_both_bases():
    food = questions_in("冷库温度是否按规定记录\n健康证明是否有效 | 是否 | | 食品安全法第四十五条")
    storage = questions_in("冷库 温度是否按规定记录 | 是否 | 拍照\n冷库温度 | 数值 ℃")
    lines = merged([("A", "食品安全法第一百一十条", food), ("B", "冷链条例第八条", storage)])

    assert [line.question.text for line in lines] == ["冷库温度是否按规定记录", "健康证明是否有效", "冷库温度"]
    assert lines[0].items == ("A", "B")
    assert lines[0].bases == ("食品安全法第一百一十条", "冷链条例第八条")
    assert lines[0].question.photo, "one of the two items wants a photo"
    assert lines[1].bases == ("食品安全法第四十五条",)
    other_way_round = merged([("B", "冷链条例第八条", storage), ("A", "食品安全法第一百一十条", food)])
    assert other_way_round[0].question.photo, "whichever of the two it is"


def test_spacing_and_width_make_no_other_question_but_a_unit_does():
    assert key_of("温度 ", "value", "℃") == key_of("温度", "value", "℃")
    assert key_of("温度（１号库）", "value", "℃") == key_of("温度(1号库)", "value", "℃")
    assert key_of("温度", "value", "℃") != key_of("温度", "value", "F")
    assert key_of("温度", "value", "") != key_of("温度", "yes_no", "")
