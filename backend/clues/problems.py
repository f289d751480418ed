"""What can go wrong with clues."""

from backend.kernel.problems import Problem

NOT_WAITING = Problem(
    "clues.not_waiting", 409,
    "这条线索已经决定过是否受理，原决定未改动。", "Whether to take up this clue was decided before; that stands unchanged.",
    "请刷新页面。", "Reload the page.", rule="B-71",
)  # fmt: skip
NOT_IN_HAND = Problem(
    "clues.not_in_hand", 409,
    "这条线索不在办理中，未作改动。", "This clue is not in hand; nothing was changed.",
    "待受理的请先受理；已答复的不再改动。", "Take it up first; one that was answered is not changed any more.", rule="B-71",
)  # fmt: skip
EXTENDED_BEFORE = Problem(
    "clues.extended_before", 409,
    "已延期过一次，不能再延。", "It was extended once; there is no second time.",
    "请在期限内答复。", "Answer within the term.", rule="B-71",
)  # fmt: skip
ABOUT_ONESELF = Problem(
    "clues.about_oneself", 409,
    "反映的是本单位，不能自己办理。", "It is about your own organ; nobody decides on a clue about themselves.",
    "请报上级司法局受理。", "Ask the justice bureau above to take it up.", rule="B-74",
)  # fmt: skip
TO_THE_ACCUSED = Problem(
    "clues.to_the_accused", 409,
    "不能转给被反映的单位，未转办。", "A clue is not handed to the organ that it is about; nothing was changed.",
    "请转给其他单位，或由司法局直接答复。", "Hand it to another organ, or answer it yourselves.", rule="B-74",
)  # fmt: skip
NO_CONTACT = Problem(
    "clues.no_contact", 409,
    "这条线索没有留联系方式。", "Nobody left a way to reach them with this clue.",
    "可凭回执号答复。", "The answer is read by the number of the receipt.",
)  # fmt: skip
PHOTO_UNREADABLE = Problem(
    "clues.photo_unreadable", 422,
    "第 {n} 张照片打不开，线索没有提交。", "Photo {n} cannot be opened; the clue was not sent.",
    "请换成 JPEG、PNG 或 WebP 照片，或去掉这一张。", "Use a JPEG, PNG or WebP photo, or leave it out.",
)  # fmt: skip
NOBODY_RECEIVES = Problem(
    "clues.nobody_receives", 409,
    "本地还没有司法局使用本系统，线索没有提交。", "No justice bureau uses this system here yet; nothing was sent.",
    "请拨打 12345。", "Please call 12345.",
)  # fmt: skip
