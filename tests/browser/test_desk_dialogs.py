"""What the desk asks before it acts: endings, second people, proofs, portraits and tables that leave or come back."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from sqlalchemy import text

from backend.kernel.ids import uuid7
from tests.browser.pages.desk import Desk

pytestmark = pytest.mark.browser

MARKET, BUREAU = "420117-SC", "420117-SF"
PORTRAIT = """async () => {
    const canvas = new OffscreenCanvas(520, 640), pen = canvas.getContext('2d');
    pen.fillStyle = '#8fa3b8'; pen.fillRect(0, 0, 520, 640);
    pen.fillStyle = '#3b4a5a'; pen.beginPath(); pen.arc(260, 260, 130, 0, 7); pen.fill();
    const blob = await canvas.convertToBlob({type: 'image/jpeg', quality: .9});
    return Array.from(new Uint8Array(await blob.arrayBuffer()));
}"""


@pytest.fixture(scope="module")
def admin(chromium, server):
    """The administrator, signed in once for all of this."""
    desk = Desk(chromium, server, server.account("admin"))
    yield desk
    desk.close()


def test_somebody_is_ended_restored_and_erased_when_a_second_person_agrees(chromium, server, admin, shots):
    page, person = admin.page, entered(admin, "梅若谷", role="officer")
    page.goto(f"/desk/people/{person}")
    answered(page, "停用", "停用 梅若谷", 原因="调离本单位")
    expect(page.get_by_text("停用：调离本单位")).to_be_visible()
    page.get_by_role("button", name="恢复").click()
    expect(page.get_by_role("button", name="停用")).to_be_visible()
    answered(page, "停用", "停用 梅若谷", 原因="退休")
    answered(page, "注销个人信息", "申请注销 梅若谷 的个人信息", 原因="本人书面申请")
    expect(page.get_by_test_id("waits")).to_contain_text("已提交双人审批")
    page.get_by_role("link", name="看申请").click()
    expect(erasure_on(page)).to_contain_text("须由另一人决定")

    second = Desk(chromium, server, server.account("bureau"))
    second.page.goto("/desk/requests")
    request = erasure_on(second.page)
    request.screenshot(path=shots / "erasure-asked.png")
    request.get_by_role("button", name="批准").click()
    expect(request).to_have_count(0)
    second.close()
    page.goto(f"/desk/people/{person}")
    expect(page.get_by_role("heading", name="已注销人员")).to_be_visible()


def test_a_role_of_administration_waits_for_a_second_person(admin, shots):
    page, person = admin.page, entered(admin, "柏舟", BUREAU, role="expert")
    page.goto(f"/desk/people/{person}")
    page.get_by_role("button", name="变更角色").click()
    dialog = page.get_by_role("dialog", name="变更角色")
    dialog.get_by_label("新角色").select_option("admin")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_role("alert")).to_contain_text("原因")
    dialog.get_by_label("原因").fill("接任管理员")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_test_id("waits")).to_contain_text("现在的角色不变")
    expect(page.get_by_test_id("person-facts")).to_contain_text("专家")
    page.screenshot(path=shots / "role-waits.png")


def test_another_persons_session_and_phone_are_ended(chromium, server, admin, rows):
    page, watcher = admin.page, Desk(chromium, server, server.account("head"))
    person = person_of(rows, server.account("head")["login"])
    with_a_phone(rows, person)
    page.goto(f"/desk/people/{person}")
    account = page.get_by_test_id("account")
    account.get_by_role("button", name="退出此登录").first.click()
    expect(account).to_contain_text("现在没有登录")
    watcher.page.goto("/desk/plan")
    expect(watcher.page.locator("#login")).to_be_visible()
    watcher.close()

    account.get_by_role("button", name="停用设备").click()
    page.get_by_role("dialog").get_by_role("button", name="停用设备").click()
    expect(account.locator("[data-device]")).to_contain_text("停用")
    expect(account.get_by_role("button", name="停用设备")).to_have_count(0)


def test_a_lay_supervisor_is_invited_with_a_code_that_can_be_drawn_anew(admin, shots):
    term = {"term_from": "2026-01-01", "term_to": "2028-12-31"}
    page, person = admin.page, entered(admin, "闻笛", BUREAU, role="supervisor", **term)
    page.goto(f"/desk/people/{person}")
    page.get_by_role("button", name="邀请监督员").click()
    invitation = page.get_by_test_id("invitation")
    expect(invitation.get_by_role("img", name="邀请 闻笛")).to_be_visible()
    first = invitation.get_attribute("data-url")
    page.screenshot(path=shots / "invitation.png")
    invitation.get_by_role("button", name="换一个邀请码").click()
    expect(invitation).not_to_have_attribute("data-url", first)


def test_an_entrustment_is_ended_early(admin, rows):
    page, agency, market = admin.page, agency_of(admin, rows), organ_of(rows, MARKET)
    letter = {"agent_id": agency, "matters": "食品摊贩巡查", "document": "委〔2026〕7号", "from_on": "2026-01-01"}
    told(admin, f"/organs/{market}/entrustments", {**letter, "to_on": "2099-12-31", "item_codes": []})
    page.goto(f"/desk/organs/{market}")
    line = page.get_by_test_id("entrustments").get_by_role("listitem").filter(has_text="食品摊贩巡查")
    expect(line).to_contain_text("委托给 街道综合执法中心")
    line.get_by_role("button", name="提前终止").click()
    answer(page.get_by_role("dialog", name="提前终止"), "提前终止", 原因="机构改革")
    expect(line).to_contain_text("终止：机构改革")
    expect(line.get_by_role("button", name="提前终止")).to_have_count(0)


def test_an_imported_card_gets_its_portrait(admin, rows, shots):
    page = admin.page
    entered(admin, "景行", role="officer", number="SC-977")
    titles = ("单位编码", "工号", "姓名", "证号", "发证日期", "有效期至")
    bring(page, "cards", titles, (MARKET, "SC-977", "景行", "17010100977", "2026-01-31", "2031-01-30"))
    page.get_by_role("button", name="导入 1 行").click()
    expect(page.get_by_test_id("import-verdict")).to_contain_text("已导入：新增 1", timeout=60_000)
    card = one(rows, "SELECT id FROM card WHERE number = '17010100977'").id
    page.goto(f"/desk/cards/{card}")
    page.get_by_test_id("add-photo").click()
    form = page.get_by_test_id("photo-form")
    form.get_by_role("button", name="添加并重新签名").click()
    expect(form.get_by_role("alert")).to_contain_text("请选择照片")
    picture = {"name": "证件照.jpg", "mimeType": "image/jpeg", "buffer": bytes(page.evaluate(PORTRAIT))}
    form.get_by_test_id("photo-file").set_input_files([picture])
    page.screenshot(path=shots / "portrait.png")
    form.get_by_role("button", name="添加并重新签名").click()
    expect(form).to_be_hidden()
    expect(page.get_by_test_id("add-photo")).to_have_count(0)
    expect(page.get_by_role("img", name="景行的证件照")).to_be_visible()


def test_the_people_to_keep_apart_leave_as_a_table(admin):
    page = admin.page
    page.goto("/desk/people")
    menu = page.get_by_test_id("export").filter(has_text="导出回避名单")
    menu.locator("summary").click()
    assert downloaded(page, menu.get_by_role("button", name="CSV")).endswith(".csv")
    expect(menu).not_to_have_attribute("open", "")


def test_a_template_is_fetched_and_an_import_taken_back_after_a_fresh_proof(server, admin, rows, shots):
    page = admin.page
    page.goto("/desk/imports?kind=enterprises")
    assert downloaded(page, page.get_by_role("button", name="Excel")).endswith(".xlsx")
    assert downloaded(page, page.get_by_role("button", name="CSV")).endswith(".csv")
    titles = ("统一社会信用代码", "企业名称", "经度", "纬度")
    bring(page, "enterprises", titles, ("91420117MA4K00001G", "误登之企业", "114.80", "30.84"))
    page.get_by_role("button", name="导入 1 行").click()
    expect(page.get_by_test_id("import-verdict")).to_contain_text("已导入：新增 1", timeout=60_000)

    six_minutes_pass(rows, server.account("admin")["login"])
    page.get_by_test_id("undo-import").click()
    dialog, proof = page.get_by_role("dialog", name="撤销这次导入"), page.get_by_test_id("step-up")
    dialog.get_by_role("button", name="撤销导入").click()
    proof.get_by_role("button", name="取消").click()
    expect(proof).to_be_hidden()
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="撤销导入").click()
    proof.get_by_role("button", name="确认并继续").click()
    expect(proof.get_by_role("alert")).to_be_visible()
    page.screenshot(path=shots / "step-up.png")
    proof.get_by_label("密码").fill(server.account("admin")["password"])
    proof.get_by_role("button", name="确认并继续").click()
    expect(page.get_by_test_id("import-verdict")).to_contain_text("移除 1 行", timeout=60_000)


def erasure_on(page: Page) -> Locator:
    """The one request for erasure that rests on a letter."""
    return page.locator("[data-request-kind='person.erase']").filter(has_text="本人书面申请")


def answered(page: Page, door: str, title: str, **answers: str) -> None:
    """Open a dialog by its button, fill it and send it; it closes."""
    page.get_by_role("button", name=door, exact=True).click()
    answer(page.get_by_role("dialog", name=title), door, **answers)


def answer(dialog: Locator, send: str, **answers: str) -> None:
    for label, words in answers.items():
        dialog.get_by_label(label).fill(words)
    dialog.get_by_role("button", name=send).click()
    expect(dialog).to_be_hidden()


def downloaded(page: Page, button: Locator) -> str:
    """The name of the file that a button gives."""
    with page.expect_download() as caught:
        button.click()
    return caught.value.suggested_filename


def bring(page: Page, kind: str, titles: tuple[str, ...], row: tuple[str, ...]) -> None:
    """A table of one row, checked."""
    page.goto(f"/desk/imports?kind={kind}")
    table = io.StringIO()
    csv.writer(table).writerows([titles, row])
    file: FilePayload = {"name": "一行.csv", "mimeType": "text/csv", "buffer": table.getvalue().encode("utf-8-sig")}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_test_id("import-verdict")).to_contain_text("1 行全部可以导入", timeout=60_000)


def told(desk: Desk, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """What the screens before this one would have written, by the same session."""
    answer = desk.page.evaluate(
        """async ([path, key, body]) => {
            const headers = {'Content-Type': 'application/json', 'Idempotency-Key': key};
            const answer = await fetch('/api/v1' + path, {method: 'POST', headers, body: JSON.stringify(body)});
            return [answer.ok, await answer.json()];
        }""",
        [path, str(uuid7()), body],
    )
    assert answer[0], answer[1]
    return answer[1]


def entered(desk: Desk, name: str, code: str = MARKET, **more: str) -> str:
    """Somebody new in the register of an organ; their id."""
    found = "async (code) => (await (await fetch('/api/v1/organs?q=' + code)).json()).items[0].id"
    organ = desk.page.evaluate(found, code)
    return told(desk, "/people", {"name": name, "organ_id": organ, **more})["id"]


def agency_of(desk: Desk, rows) -> str:
    """An organisation that may be entrusted; its id."""
    body = {"code": "420117-JD", "kind": "entrusted", "name": "街道综合执法中心", "region_code": "420117"}
    return told(desk, "/organs", {**body, "supervising_organ_id": organ_of(rows, MARKET)})["id"]


def organ_of(rows, code: str) -> str:
    return str(one(rows, "SELECT id FROM organ WHERE code = :code", code=code).id)


def person_of(rows, login: str) -> str:
    return str(one(rows, "SELECT id FROM identity.person WHERE login = :login", login=login).id)


def with_a_phone(rows, person: str) -> None:
    """A phone whose key signs in somebody's name."""
    sql = """INSERT INTO identity.device (id, person_id, kid, public_key, enrolled_at, browser)
             VALUES (:id, :person, :kid, :key, now(), 'Chrome')"""
    with rows.begin() as write:
        write.execute(text(sql), {"id": uuid7(), "person": person, "kid": uuid7().bytes[:8], "key": bytes(32)})


def six_minutes_pass(rows, login: str) -> None:
    sql = """UPDATE identity.session SET stepped_up_at = stepped_up_at - interval '6 minutes'
             WHERE person_id = (SELECT id FROM identity.person WHERE login = :login)"""
    with rows.begin() as write:
        write.execute(text(sql), {"login": login})


def one(rows, sql: str, **values: Any) -> Any:
    with rows.connect() as look:
        return look.execute(text(sql), values).one()
