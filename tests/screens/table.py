"""Which screens there are: file name, name in both languages, address and who sees it."""

from __future__ import annotations

from typing import NamedTuple

GROUPS = {
    "public": "Public and enterprise · 公众与企业",
    "officer": "Officer's phone · 执法人员",
    "supervisor": "Supervisor's phone · 监督员",
    "desk": "Desk · 工作台",
    "narrow": "Desk on a phone · 手机上的工作台",
    "design": "What screens are drawn with · 图标与插图",
}


class Screen(NamedTuple):
    """One picture; its group is the first word of its name."""

    name: str
    zh: str
    en: str
    path: str
    who: str

    @property
    def group(self) -> str:
        return self.name.split("-", 1)[0]


EVERYBODY, HOLDER = "everybody · 所有人", "who scans a code · 扫码的人"
OFFICER, SUPERVISOR = "officer · 执法人员", "supervisor · 监督员"
BUREAU, DEPARTMENT = "bureau · 监督科室", "department · 执法部门"
HEAD, ADMIN, STAFF = "head · 审批人", "administrator · 管理员", "everybody at the desk · 工作台人员"

SCREENS = [
    Screen(*row)
    for row in (
        ("public-front", "首页", "Front page", "/", EVERYBODY),
        ("public-front-wide", "首页（电脑）", "Front page, wide", "/", EVERYBODY),
        ("public-front-english", "首页（英文）", "Front page in English", "/?lang=en", EVERYBODY),
        ("public-front-large", "首页（大字版）", "Front page, large type", "/?big=1", EVERYBODY),
        ("public-by-hand", "手工核验", "Check by number", "/v", EVERYBODY),
        ("public-by-hand-wrong", "手工核验：格式不对", "Check by number: not a number", "/v", EVERYBODY),
        ("public-card", "证件核验", "A certificate", "/c/…", HOLDER),
        ("public-card-large", "证件核验（大字版）", "A certificate, large type", "/c/…?big=1", HOLDER),
        ("public-visit", "检查核验：真实有效", "A visit, genuine", "/i/…", HOLDER),
        ("public-visit-steps", "检查核验：经过", "A visit, its steps", "/i/…", HOLDER),
        ("public-visit-english", "检查核验（英文）", "A visit in English", "/i/…?lang=en", HOLDER),
        ("public-visit-printed", "检查核验：打印的码", "A visit by its printed code", "/i/…", HOLDER),
        ("public-not-genuine", "不是有效的检查码", "Not a genuine code", "/i/…", HOLDER),
        ("public-rate", "评价", "Rate a visit", "/i/…/rate", HOLDER),
        ("public-rated", "评价已收到", "Rating received", "/i/…/rate", HOLDER),
        ("public-say", "回避与意见", "Recusal and a view", "/i/…/say", HOLDER),
        ("public-more", "补充材料", "Add papers", "/i/…/more", HOLDER),
        ("public-own-year", "本企业的一年", "An enterprise's own year", "/i/…/visits", HOLDER),
        (
            "public-own-year-english",
            "本企业的一年（英文）",
            "An enterprise's own year in English",
            "/i/…/visits?lang=en",
            HOLDER,
        ),
        ("public-clue", "提出线索", "Tell of something", "/clue", EVERYBODY),
        ("public-clue-result", "查处理结果", "What became of a clue", "/clue/receipt", EVERYBODY),
        ("public-published", "公示", "What is published", "/p", EVERYBODY),
        ("public-published-wide", "公示（电脑）", "What is published, wide", "/p", EVERYBODY),
        ("public-bodies", "执法主体清单", "List of bodies", "/p/lists/subjects", EVERYBODY),
        ("public-bodies-wide", "执法主体清单（电脑）", "List of bodies, wide", "/p/lists/subjects", EVERYBODY),
        ("public-items", "检查事项清单", "List of items", "/p/lists/items", EVERYBODY),
        ("public-officers", "执法人员清单", "List of officers", "/p/lists/officers", EVERYBODY),
        ("public-nothing-found", "清单：没有找到", "List: nothing found", "/p/lists/officers?q=…", EVERYBODY),
        ("public-draws", "随机抽查公示", "Random draws", "/p/draws", EVERYBODY),
        ("public-draw", "一次随机抽查的证明", "The proof of a draw", "/p/draws/…", EVERYBODY),
        ("public-missing", "没有这一页", "No such page", "/p/…", EVERYBODY),
        ("officer-sign-in", "登录", "Sign in", "/app/login", OFFICER),
        ("officer-privacy", "第一次登录：谁能看到", "First sign-in: who can see", "/app/first/notice", OFFICER),
        ("officer-first-pin", "第一次登录：设 PIN", "First sign-in: a PIN", "/app/first/pin", OFFICER),
        ("officer-locked", "解锁", "Unlock", "/app", OFFICER),
        ("officer-today", "今日任务", "Today", "/app/today", OFFICER),
        ("officer-today-large", "今日任务（大字版）", "Today, large type", "/app/today", OFFICER),
        ("officer-today-english", "今日任务（英文）", "Today in English", "/app/today", OFFICER),
        ("officer-week", "本周任务", "This week", "/app/today", OFFICER),
        ("officer-done", "已完成", "Done", "/app/today", OFFICER),
        ("officer-follow-ups", "待复查", "To follow up", "/app/follow-ups", OFFICER),
        ("officer-task", "任务详情", "A task", "/app/tasks/…", OFFICER),
        ("officer-prepare", "出发准备", "Before setting out", "/app/visits/…/prepare", OFFICER),
        ("officer-code", "检查码", "The visit code", "/app/visits/…/code", OFFICER),
        ("officer-code-matched", "检查码：核对数字", "The visit code, scanned", "/app/visits/…/code", OFFICER),
        ("officer-code-large", "检查码（大字版）", "The visit code, large type", "/app/visits/…/code", OFFICER),
        ("officer-card-code", "证件码", "The certificate code", "/app/visits/…/code", OFFICER),
        ("officer-scan", "扫企业码", "Scan the enterprise", "/app/visits/…/scan", OFFICER),
        ("officer-scan-typed", "手动输入", "Type the code", "/app/visits/…/scan", OFFICER),
        ("officer-check-in", "到场签到", "Check in", "/app/visits/…/check-in", OFFICER),
        ("officer-notice", "送达与告知", "Deliver and tell", "/app/visits/…/notice", OFFICER),
        ("officer-recusal", "回避申请", "Recusal asked", "/app/visits/…/recusal", OFFICER),
        ("officer-along", "随行人员", "Who came along", "/app/visits/…/along", OFFICER),
        ("officer-early", "提前结束", "Ending early", "/app/visits/…/early", OFFICER),
        ("officer-record", "全程记录", "Recording", "/app/visits/…/record", OFFICER),
        ("officer-photo", "拍照取证", "Photos", "/app/visits/…/photo", OFFICER),
        ("officer-checklist", "检查清单", "Checklist", "/app/visits/…/checklist", OFFICER),
        ("officer-written", "现场笔录", "On-site record", "/app/visits/…/write", OFFICER),
        ("officer-sign", "签名确认", "Signatures", "/app/visits/…/sign", OFFICER),
        ("officer-sign-other", "不在屏幕上签名", "Signing without drawing", "/app/visits/…/sign", OFFICER),
        ("officer-result", "检查结果", "Result", "/app/visits/…/result", OFFICER),
        ("officer-check-out", "签退", "Check out", "/app/visits/…/check-out", OFFICER),
        ("officer-outbox", "待上传", "Outbox", "/app/outbox", OFFICER),
        ("officer-outbox-empty", "待上传：全部送达", "Outbox, empty", "/app/outbox", OFFICER),
        ("officer-me", "我的", "Me", "/app/me", OFFICER),
        ("officer-me-sign-in", "登录与设备", "Sign-in and devices", "/app/me/sign-in", OFFICER),
        ("officer-me-data", "我的数据", "My data", "/app/me/data", OFFICER),
        ("officer-me-pin", "改 PIN", "Change the PIN", "/app/me/pin", OFFICER),
        ("officer-me-password", "改密码", "Change the password", "/app/me/password", OFFICER),
        ("supervisor-join", "监督员：凭邀请加入", "Join by invitation", "/app/join", SUPERVISOR),
        ("supervisor-sheets", "观察表", "Observations", "/app/observations", SUPERVISOR),
        ("supervisor-sheets-empty", "观察表：还没有", "Observations, none yet", "/app/observations", SUPERVISOR),
        ("supervisor-observe", "观察一次检查", "Observe a visit", "/app/observations/…", SUPERVISOR),
        ("supervisor-clues", "我的线索", "My clues", "/app/clues", SUPERVISOR),
        ("supervisor-clue", "提出线索", "Tell of something", "/app/clues/…", SUPERVISOR),
        ("supervisor-invitations", "参加检查的邀请", "Invitations to visits", "/app/invitations", SUPERVISOR),
        ("supervisor-decline", "谢绝邀请", "Declining an invitation", "/app/invitations", SUPERVISOR),
        ("supervisor-me", "我的", "Me", "/app/me", SUPERVISOR),
        ("desk-sign-in", "登录", "Sign in", "/desk/login", STAFF),
        ("desk-map", "态势地图", "Situation map", "/desk/", BUREAU),
        ("desk-visits", "检查", "Visits", "/desk/visits", BUREAU),
        ("desk-visit", "检查详情", "A visit", "/desk/visits/…", BUREAU),
        ("desk-visit-english", "检查详情（英文）", "A visit in English", "/desk/visits/…", BUREAU),
        ("desk-alerts", "预警", "Alerts", "/desk/alerts", BUREAU),
        ("desk-clues", "线索", "Clues", "/desk/clues", BUREAU),
        ("desk-clue", "一条线索", "A clue", "/desk/clues/…", BUREAU),
        ("desk-clue-refusal", "不予受理", "A clue is not taken up", "/desk/clues/…", BUREAU),
        ("desk-plan", "计划与频次", "Plan", "/desk/plan", DEPARTMENT),
        ("desk-planner", "按企业安排", "Planner", "/desk/planner", DEPARTMENT),
        ("desk-plan-new", "新建检查任务", "A new task", "/desk/plan/new", DEPARTMENT),
        ("desk-refusal", "新建检查任务：按规则不行", "A new task, refused", "/desk/plan/new", DEPARTMENT),
        ("desk-task", "任务", "A task", "/desk/plan/…", DEPARTMENT),
        ("desk-follow-up", "安排复查", "A follow-up is planned", "/desk/plan/new?follows=…", DEPARTMENT),
        ("desk-approvals", "审批", "Approvals", "/desk/approvals", HEAD),
        ("desk-inbox", "消息", "Messages", "/desk/inbox", DEPARTMENT),
        ("desk-enterprises", "企业", "Enterprises", "/desk/enterprises", BUREAU),
        ("desk-enterprise", "企业与安静期日历", "An enterprise and its calendar", "/desk/enterprises/…", BUREAU),
        ("desk-enterprise-edit", "改登记信息", "Correct the registration", "/desk/enterprises/…", BUREAU),
        ("desk-organs", "执法主体", "Bodies", "/desk/organs", BUREAU),
        ("desk-organ", "一个执法主体", "A body", "/desk/organs/…", BUREAU),
        ("desk-people", "人员", "People", "/desk/people", ADMIN),
        ("desk-person", "一个人员", "A person", "/desk/people/…", ADMIN),
        ("desk-cards", "证件", "Certificates", "/desk/cards", BUREAU),
        ("desk-card", "一张证件", "A certificate", "/desk/cards/…", BUREAU),
        ("desk-teams", "协同小组", "Teams", "/desk/teams", ADMIN),
        ("desk-hours", "学时", "Training hours", "/desk/hours", ADMIN),
        ("desk-items", "检查事项", "Items", "/desk/items", BUREAU),
        ("desk-lists", "公布清单", "Published lists", "/desk/lists", BUREAU),
        ("desk-list", "一份清单", "One list", "/desk/lists/items", BUREAU),
        ("desk-rule-sets", "规则", "Rule sets", "/desk/rule-sets", BUREAU),
        ("desk-rule-set-new", "新的规则", "A new rule set", "/desk/rule-sets/new", BUREAU),
        ("desk-replays", "试算：选规则集", "Trials: choose what to try", "/desk/rule-sets/replays", BUREAU),
        ("desk-replay", "规则集试算", "A rule set tried on past visits", "/desk/rule-sets/replays/…", BUREAU),
        ("desk-draws", "随机抽查", "Random draws", "/desk/draws", BUREAU),
        ("desk-draw", "一次随机抽查", "A random draw", "/desk/draws/…", BUREAU),
        ("desk-imports", "导入", "Imports", "/desk/imports", ADMIN),
        ("desk-requests", "申请", "Requests", "/desk/requests", ADMIN),
        ("desk-audit", "审计", "Audit", "/desk/audit", BUREAU),
        ("desk-access", "谁能做什么", "Who may do what", "/desk/access", STAFF),
        ("desk-setup", "开通", "Set-up", "/desk/setup", ADMIN),
        ("desk-me", "我的", "Me", "/desk/me", STAFF),
        ("desk-not-yours", "不归您的岗位", "Not your work", "/desk/audit", STAFF),
        ("desk-unknown", "没有这一页", "No such page", "/desk/…", STAFF),
        ("desk-nothing-found", "没有找到", "Nothing found", "/desk/enterprises?q=…", BUREAU),
        ("narrow-map", "态势地图", "Situation map", "/desk/", BUREAU),
        ("narrow-visits", "检查", "Visits", "/desk/visits", BUREAU),
        ("narrow-visit", "检查详情", "A visit", "/desk/visits/…", BUREAU),
        ("narrow-alerts", "预警", "Alerts", "/desk/alerts", BUREAU),
        ("narrow-approvals", "审批", "Approvals", "/desk/approvals", HEAD),
        ("design-icons", "图标", "Icons", "pwa/src/ui/icons.ts", "who draws · 设计者"),
        ("design-drawings", "插图", "Drawings", "pwa/src/ui/drawings.json", "who draws · 设计者"),
        ("narrow-enterprises", "企业", "Enterprises", "/desk/enterprises", BUREAU),
    )
]
