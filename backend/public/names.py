"""Names of states, steps, answers and prohibitions, Chinese beside English."""

from collections.abc import Mapping

from backend.public.words import EN


def name_of(language: str, table: Mapping[str, tuple[str, str]], code: str) -> str:
    """The name of a code; an unknown code stands for itself."""
    return table.get(code, (code, code))[language == EN]


CARD_STATES: dict[str, tuple[str, str]] = {
    "active": ("证件有效", "Valid"),
    "suspended": ("证件已暂扣", "Suspended"),
    "expired": ("证件已过期", "Expired"),
    "cancelled": ("证件已注销", "Cancelled"),
    "recalled": ("证件已收回", "Recalled"),
    "revoked": ("证件已吊销", "Revoked"),
    "lost": ("证件已遗失作废", "Lost and void"),
    "applied": ("证件尚未核发", "Not issued yet"),
    "renewed": ("证件已换发新证", "Renewed: a new one counts"),
    "replaced": ("证件已补发新证", "Replaced: a new one counts"),
    "missing": ("没有证件", "No certificate"),
}
STEPS: dict[str, tuple[str, str]] = {
    "show_certificate": ("出示执法证件", "Certificates shown"),
    "show_code": ("亮检查码", "Visit code shown"),
    "notice_delivered": ("送达通知书", "Notice handed over"),
    "rights_told": ("告知权利", "Rights told"),
    "recording_announced": ("告知录音录像", "Recording announced"),
}
MOODS: tuple[tuple[int, str, str], ...] = (
    (5, "非常<br>满意", "Very<br>good"),
    (4, "满意", "Good"),
    (3, "一般", "Fair"),
    (2, "不<br>满意", "Poor"),
    (1, "很不<br>满意", "Very<br>poor"),
)
EIGHT: tuple[tuple[str, str, str], ...] = (
    ("1", "收受礼品、报酬", "Took gifts or payment"),
    ("2", "接受宴请、旅游", "Let themselves be treated"),
    ("3", "要企业出费用", "Made you pay costs"),
    ("4", "指定中介服务", "Named an agency to use"),
    ("5", "硬要法人到场", "Forced the owner to come"),
    ("6", "乱查封、乱停产", "Sealed or closed at will"),
    ("7", "说有检查指标", "Spoke of quotas"),
    ("8", "借观摩考察搞检查", "Called the check a tour"),
)
PLEDGE: tuple[tuple[tuple[str, str], tuple[str, str]], ...] = (
    (
        (
            "严禁逐利检查",
            "不得接受被检查企业的任何馈赠、报酬、福利待遇；不得参加被检查企业提供的宴请、娱乐、旅游等活动；"
            "不得由被检查企业支付消费开支或将检查费用转嫁给企业；不得强制企业接受指定的中介机构提供服务。",
        ),
        (
            "No inspecting for gain",
            "No gifts, payments or benefits; no meals, entertainment or trips; no costs passed to the enterprise;"
            " no agency that it is made to use.",
        ),
    ),
    (
        ("严禁干扰企业正常生产经营", "不得刻意要求法定代表人到场。"),
        ("No disturbing normal business", "The legal representative is not made to attend."),
    ),
    (
        ("严禁任性处罚企业", "不得乱查封、乱扣押、乱冻结、动辄责令停产停业。"),
        ("No arbitrary penalties", "No sealing, seizing, freezing or closing at will."),
    ),
    (
        ("严禁下达检查指标", "不得将考核考评、预算项目绩效与检查频次、罚款数额挂钩。"),
        ("No quotas for inspections", "No targets or budgets are tied to checks or fines."),
    ),
    (
        ("严禁变相检查", "不得以观摩、督导、考察等名义行检查之实。"),
        ("No inspections under another name", "Tours, guidance and study visits are not used to inspect."),
    ),
)
"""五个严禁、八个不得 (B-58), as the State Council's opinion of 2024 has them."""
