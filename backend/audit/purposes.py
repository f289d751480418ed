"""Why personal data are looked at where the screen itself is the reason; a purpose that the reader gives goes before it.

B-101, B-102: a view of personal data without a purpose does not exist.
"""

from __future__ import annotations

STANDING = {
    "person.see": "人员登记管理",
    "person.session.see": "账号安全管理",
    "officer.list": "安排检查人员",
    "hours.see": "培训学时管理",
    "conflict.see": "回避管理",
    "card.see": "执法证件管理",
    "history.see": "登记信息核对",
    "import.see": "登记信息导入",
    "export.make": "登记信息导出",
    "rating.see": "执法监督",
    "observation.see": "执法监督",
    "visit.see": "执法监督",
    "inspection.see": "检查档案查阅",
    "audit.see": "执法监督",
    "audit.export": "执法监督",
    "me.see": "本人查阅",
}
"""action → the purpose that stands in the record when the reader gave none."""
