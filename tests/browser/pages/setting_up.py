"""The set-up screen in the words of its steps."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.pages.newcomer import Newcomer


class SettingUp:
    """An administrator on /desk/setup."""

    def __init__(self, who: Newcomer):
        self.who, self.page = who, who.page

    def step(self, code: str) -> Locator:
        return self.page.locator(f"[data-step={code}]")

    def done(self, code: str) -> None:
        """The step says that it is done."""
        expect(self.step(code)).to_have_attribute("data-done", "true", timeout=30_000)

    def press(self, code: str, name: str) -> None:
        self.who.click(self.step(code).get_by_role("button", name=name))

    def fill(self, **answers: str) -> None:
        """Answers by the ids of their questions."""
        for name, text in answers.items():
            self.who.fill(self.page.locator(f"#{name.replace('_', '-')}"), text)

    def found_the_bureau(self) -> None:
        self.who.choose(self.page.locator("#province"), "420000")
        self.fill(city="武汉市", city_code="420100", county="新洲区", county_code="420117")
        expect(self.page.locator("#bureau-name")).to_have_value("新洲区司法局")
        self.press("bureau", "建立司法局")
        self.done("bureau")

    def adopt_rules(self) -> None:
        self.press("rules", "采用")
        self.done("rules")

    def enter_department(self, code: str, name: str) -> None:
        self.fill(organ_name=name, organ_code=code, organ_field="市场监管")
        self.press("department", "登记并公布")
        self.done("department")

    def enter_item(self, code: str, name: str, basis: str) -> None:
        self.fill(item_code_0=code, item_name_0=name, item_basis_0=basis)
        self.press("items", "登记并公布")
        self.done("items")

    def import_people(self, table: Path) -> None:
        """Checked without writing, then written."""
        step = self.step("people")
        self.who.click(step.locator("summary"))
        self.who.give(step.locator("input[type=file]"), table, typed=len(table.read_text(encoding="utf-8-sig")))
        expect(step.locator("[data-run=checked]")).to_contain_text("还没有写入", timeout=40_000)
        self.who.click(step.get_by_role("button", name="写入"))
        self.done("people")

    def hand_out_passwords(self) -> dict[str, str]:
        """Name → one-time password, as the slips say."""
        self.who.click(self.step("accounts").get_by_role("button", name="发一次性密码").last)
        self.done("accounts")
        slips = self.page.locator("[data-slip]")
        expect(slips).to_have_count(4)
        self.who.look()
        return {
            str(slip.get_attribute("data-slip")): slip.get_by_test_id("one-time").inner_text() for slip in slips.all()
        }

    def issue_cards(self, numbers: dict[str, str], photo: Path) -> None:
        self.press("accounts", "下一步")
        step = self.step("cards")
        for name, number in numbers.items():
            row = step.locator(f"[data-officer={name}]")
            self.who.fill(row.get_by_label("证号"), number)
            self.who.give(row.locator("input[type=file]"), photo)
        self.press("cards", "发证")
        self.done("cards")

    def enter_enterprise(self, name: str, uscc: str, address: str) -> None:
        self.fill(enterprise_name=name, enterprise_code=uscc, enterprise_address=address)
        self.press("enterprise", "登记企业")
        self.done("enterprise")
