"""Whose phone is it: a PIN opens the signing key without network, a lost phone ends at once, and nothing recorded is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from tests.browser import scanning
from tests.browser.pages.desk import Desk
from tests.browser.pages.phone import PHONE, PIN, Phone
from tests.browser.test_one_visit import device_point, one

pytestmark = pytest.mark.browser
TOWN = {"longitude": 114.80, "latitude": 30.84, "accuracy": 18}
PARTNER = "林小禾"
FORGETFUL = ("supervisor2", "叶知微")
"""Account and name of somebody who has not signed in yet in any of these journeys."""

WECHAT = (
    "Mozilla/5.0 (Linux; Android 13; V2049A Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160065 MMWEBSDK/20230805 MicroMessenger/8.0.42.2460"
)


def test_whose_phone(chromium, server, rows, shots):
    phone = Phone(chromium, server, server.account("officer"), at=TOWN, segment_s=8)
    key_is_kept_wrapped(phone)
    opens_offline_by_its_pin_and_signs(phone, server, rows, shots)
    visit = arrives_while_offline(phone, server)
    kid = device_point_kid(rows)
    the_administrator_revokes_it(chromium, server, shots)
    the_phone_says_so_and_keeps_everything(phone, server, rows, shots)
    a_new_key_takes_its_place(phone, server, rows, kid, shots)
    the_bureau_says_that_it_counts(chromium, server, rows, shots)
    a_recording_goes_on_under_the_lock(phone, visit, shots)
    phone.close()


def key_is_kept_wrapped(phone) -> None:
    """Nothing on the phone can sign before the PIN: no key of any kind stands in its database."""
    found = phone.page.evaluate(
        """async () => {
            const open = indexedDB.open('field');
            const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });
            const all = (store) => new Promise((done) => {
                const asked = db.transaction(store).objectStore(store).getAll();
                asked.onsuccess = () => done(asked.result);
            });
            const inside = (value) => value && typeof value === 'object' && !ArrayBuffer.isView(value);
            const keys = (value) => value instanceof CryptoKey ? 1
                : inside(value) ? Object.values(value).reduce((n, each) => n + keys(each), 0) : 0;
            const rows = (await Promise.all([...db.objectStoreNames].map(all))).flat();
            const [row] = await all('key');
            db.close();
            return {bare: rows.reduce((n, each) => n + keys(each), 0), wrapped: row.sealed.wrapped.byteLength, rounds: row.sealed.rounds};
        }"""
    )
    assert found["bare"] == 0
    assert found["wrapped"] > 130
    assert found["rounds"] >= 600_000


def opens_offline_by_its_pin_and_signs(phone, server, rows, shots) -> None:
    """Without network, after a restart: a wrong PIN is counted, the right one shows a code that the server's key list confirms."""
    phone.open_task(server.demo["enterprise"]["name"])
    phone.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    phone.context.set_offline(True)
    phone.page.reload()
    expect(phone.lock).to_be_visible()
    expect(phone.page.get_by_role("img", name="检查码")).to_have_count(0)
    phone.enter_pin("111112")
    expect(phone.page.get_by_text("PIN 不对，还可尝试 9 次")).to_be_visible()
    expect(phone.page.get_by_text("10 次错误后锁定签名密钥，已录入的内容不受影响")).to_be_visible()
    phone.page.screenshot(path=shots / "unlock.png")
    phone.enter_pin(PIN)
    expect(phone.lock).to_be_hidden()
    url = scanning.scan(phone.code_pixels("检查码"))
    version, kind, _code, step, _kid = scanning.claims(scanning.cose_of(url), device_point(rows), scanning.LIVE)
    assert (version, kind) == (1, 1)
    assert abs(step * 15 - datetime.now(UTC).timestamp()) < 30


def arrives_while_offline(phone, server) -> str:
    """Something that only this phone knows; returns the visit's address."""
    visit = phone.page.url.rsplit("/", 1)[0]
    phone.primary("已出示证件")
    phone.type_enterprise(server.demo["enterprise"]["uscc"])
    phone.page.get_by_role("button", name=f"选{PARTNER}").click()
    phone.primary("确认到场")
    expect(phone.page.get_by_text("本机已存").first).to_be_visible()
    assert waiting(phone) >= 1
    return visit


def waiting(phone) -> int:
    """How many commands of this phone the server has not received."""
    return phone.page.evaluate(
        """async () => {
            const open = indexedDB.open('field');
            const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });
            const asked = db.transaction('op').objectStore('op').getAll();
            const ops = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
            db.close();
            return ops.filter((op) => op.state !== 'received').length;
        }"""
    )


def device_point_kid(rows) -> bytes:
    return one(rows, "SELECT kid FROM identity.device ORDER BY enrolled_at DESC LIMIT 1").kid


def the_administrator_revokes_it(chromium, server, shots) -> None:
    desk = Desk(chromium, server, server.account("admin"))
    desk.page.goto("/desk/people")
    search = desk.page.get_by_role("searchbox")
    search.fill(server.account("officer")["name"])
    search.press("Enter")
    expect(desk.page.locator("tbody tr")).to_have_count(1)
    desk.page.get_by_role("link", name=server.account("officer")["name"]).click()
    desk.page.locator("[data-device]").get_by_role("button", name="停用设备").first.click()
    desk.page.get_by_role("dialog").get_by_role("button", name="停用设备").click()
    expect(desk.page.locator("[data-device]").first.get_by_role("button")).to_have_count(0)
    desk.page.screenshot(path=shots / "revoked.png")
    desk.close()


def the_phone_says_so_and_keeps_everything(phone, server, rows, shots) -> None:
    held = waiting(phone)
    phone.context.set_offline(False)
    expect(phone.page.get_by_text("您的登录已失效，本机已存的内容仍在，登录后继续上传")).to_be_visible(timeout=60_000)
    assert waiting(phone) == held
    phone.page.screenshot(path=shots / "signed-out.png")
    phone.page.get_by_role("link", name="重新登录").click()


def a_new_key_takes_its_place(phone, server, rows, kid, shots) -> None:
    """Signing in again is not enough: the revoked key is gone, a new one is made; what waited arrives, kept apart."""
    account = server.account("officer")
    phone.page.get_by_label("账号").fill(account["login"])
    phone.page.get_by_label("密码").fill(account["password"])
    phone.primary("登录")
    expect(phone.page.get_by_text("这台手机的签名密钥已被撤销")).to_be_visible()
    phone.page.screenshot(path=shots / "revoked-phone.png")
    phone.set_pin("805263")
    phone.go("/app/outbox")
    expect(phone.page.get_by_text("全部已送达")).to_be_visible(timeout=60_000)
    assert waiting(phone) == 0
    kept_apart = one(
        rows, "SELECT d.kid FROM quarantine q JOIN identity.device d ON d.id = q.device_id ORDER BY q.at DESC LIMIT 1"
    )
    assert kept_apart.kid == kid
    assert device_point_kid(rows) != kid


def the_bureau_says_that_it_counts(chromium, server, rows, shots) -> None:
    """B-93: kept apart until somebody decides, with the reason on record."""
    kept = one(rows, "SELECT inspection_id FROM quarantine ORDER BY at DESC LIMIT 1")
    desk = Desk(chromium, server, server.account("bureau"))
    desk.page.goto(f"/desk/visits/{kept.inspection_id}")
    apart = desk.page.get_by_test_id("kept-apart")
    expect(apart).to_contain_text("来自已停用的手机")
    apart.screenshot(path=shots / "kept-apart.png")
    apart.get_by_role("button", name="计入", exact=True).click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label("核实情况").fill("已电话核实，确为本人在现场操作")
    dialog.get_by_role("button", name="计入", exact=True).click()
    expect(apart).to_have_count(0)
    said = one(rows, "SELECT decision, note FROM quarantine ORDER BY at DESC LIMIT 1")
    assert (said.decision, said.note) == ("counts", "已电话核实，确为本人在现场操作")
    desk.close()


def a_recording_goes_on_under_the_lock(phone, visit: str, shots) -> None:
    """Locking covers the screens and closes the key; the recorder stays in hand, and its bytes go on leaving the phone."""
    phone.go(f"{visit}/notice")
    phone.tell_and_record()
    phone.page.get_by_label("返回，录制继续").click()
    phone.page.get_by_role("link", name="我的").click()
    phone.page.get_by_role("button", name="立即锁定").click()
    expect(phone.lock).to_be_visible()
    with phone.page.expect_request(
        lambda request: request.method == "PATCH" and "/uploads/" in request.url, timeout=60_000
    ):
        pass
    phone.page.screenshot(path=shots / "locked-recording.png")
    phone.page.get_by_role("link", name="录制中").click()
    expect(phone.lock).to_be_hidden()
    phone.stop_recording()
    phone.unlock()
    expect(phone.page.get_by_role("heading", name="检查结果")).to_be_visible()


def test_an_invitation_opens_one_account_once_also_inside_wechat(chromium, server, rows, shots):
    url = invitation(chromium, server, shots)
    context = chromium.new_context(
        base_url=server.base, viewport=PHONE, locale="zh-CN", user_agent=WECHAT, is_mobile=True, has_touch=True
    )
    page = context.new_page()
    accept(page, url, "xiaowang")
    page.wait_for_url("**/first/notice**")
    assert "#" not in page.url
    page.locator(".foot").get_by_role("button", name="已阅读，继续").click()
    expect(page.get_by_role("button", name="新的观察")).to_be_visible()
    page.screenshot(path=shots / "joined.png")
    context.close()

    again = chromium.new_context(base_url=server.base, viewport=PHONE, locale="zh-CN", user_agent=WECHAT)
    page = again.new_page()
    accept(page, url, "xiaozhang")
    expect(page.get_by_text("这张邀请二维码已失效")).to_be_visible()
    page.screenshot(path=shots / "invitation-used.png")
    again.close()
    assert one(rows, "SELECT count(*) AS n FROM identity.person WHERE login IN ('xiaowang', 'xiaozhang')").n == 1


def invitation(chromium, server, shots) -> str:
    """The administrator registers a supervisor, the bureau shows a QR code for them; this is what it says."""
    person_id = newly_registered(chromium, server, "王守正")
    desk = Desk(chromium, server, server.account("bureau"))
    desk.page.goto(f"/desk/people/{person_id}")
    desk.page.get_by_role("button", name="邀请监督员").click()
    shown = desk.page.get_by_test_id("invitation")
    expect(shown.get_by_role("img")).to_be_visible()
    desk.page.screenshot(path=shots / "invitation.png")
    url = scanning.scan(shown.get_by_role("img").screenshot())
    desk.close()
    return url


def newly_registered(chromium, server, name: str) -> str:
    """The id of a lay supervisor who has no account yet."""
    desk = Desk(chromium, server, server.account("admin"))
    organ = desk.page.request.get("/api/v1/session").json()["person"]["organ"]["id"]
    made = desk.page.request.post(
        "/api/v1/people", headers={"Idempotency-Key": str(uuid4())},
        data={"organ_id": organ, "name": name, "role": "supervisor"},
    )  # fmt: skip
    assert made.status == 201, made.text()
    person_id = made.json()["id"]
    desk.close()
    return person_id


def accept(page, url: str, login: str) -> None:
    page.goto(url)
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码", exact=True).fill("清晨-渡口-白鹭-四号")
    page.get_by_label("再输入一次密码").fill("清晨-渡口-白鹭-四号")
    page.locator(".foot").get_by_role("button", name="开通并登录").click()


def test_a_passkey_signs_in_and_proves_it_again(chromium, server, rows, shots):
    """A passkey is added, opens the desk, and answers when a heavier order asks once more; turning away changes nothing."""
    admin = server.account("admin")
    desk = Desk(chromium, server, admin)
    authenticator(desk)
    desk.page.goto("/desk/me")
    desk.page.get_by_role("button", name="添加通行密钥").click()
    expect(desk.page.get_by_text("通行密钥已添加")).to_be_visible()
    desk.page.screenshot(path=shots / "me.png", full_page=True)
    desk.page.get_by_role("button", name="退出登录").click()
    desk.page.get_by_role("button", name="使用通行密钥").click()
    expect(desk.page.get_by_role("heading", name="人员")).to_be_visible()

    six_minutes_pass(rows)
    before = password_of(rows, FORGETFUL[0])
    proof = ask_for_a_one_time_password(desk)
    desk.page.screenshot(path=shots / "step-up.png")
    proof.get_by_role("button", name="取消").click()
    expect(proof).to_be_hidden()
    assert password_of(rows, FORGETFUL[0]) == before
    desk.page.get_by_role("dialog").get_by_role("button", name="发一次性密码").click()
    proof.get_by_role("button", name="用通行密钥").click()
    given = desk.page.get_by_test_id("one-time-password")
    expect(given).to_be_visible()
    assert password_of(rows, FORGETFUL[0]) != before
    one_time = given.inner_text().strip()
    desk.close()
    own_password_comes_first(chromium, server, one_time, shots)


def authenticator(desk) -> None:
    """A fingerprint reader in this browser, whose owner is always at hand."""
    tools = desk.context.new_cdp_session(desk.page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def six_minutes_pass(rows) -> None:
    with rows.begin() as write:
        write.execute(text("UPDATE identity.session SET stepped_up_at = stepped_up_at - interval '6 minutes'"))


def password_of(rows, login: str) -> str:
    return one(rows, "SELECT password_hash FROM identity.person WHERE login = :login", login=login).password_hash


def ask_for_a_one_time_password(desk):
    """Order what needs a fresh proof; returns the dialog that asks for it, after a wrong password was refused in it."""
    desk.page.goto("/desk/people?role=supervisor")
    desk.page.get_by_role("link", name=FORGETFUL[1]).click()
    desk.page.get_by_role("button", name="发一次性密码").click()
    desk.page.get_by_role("dialog").get_by_role("button", name="发一次性密码").click()
    proof = desk.page.get_by_test_id("step-up")
    expect(proof.get_by_role("heading", name="请再确认一次身份")).to_be_visible()
    proof.get_by_label("密码").fill("不是这个密码")
    proof.get_by_role("button", name="确认并继续").click()
    expect(proof).to_contain_text("身份确认未通过。您仍处于登录状态。")
    return proof


def own_password_comes_first(chromium, server, one_time: str, shots) -> None:
    """Whoever was given a password sets their own before anything else."""
    context = chromium.new_context(base_url=server.base, viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    page.goto("/app/observations")
    page.get_by_label("账号").fill(FORGETFUL[0])
    page.get_by_label("密码").fill(one_time)
    page.locator(".foot").get_by_role("button", name="登录").click()
    page.wait_for_url("**/first/password**")
    page.screenshot(path=shots / "first-password.png")
    page.goto("/app/outbox")
    page.wait_for_url("**/first/password**")
    page.get_by_label("现在的密码").fill(one_time)
    page.get_by_label("新密码", exact=True).fill("1234567890")
    page.get_by_label("再输入一次新密码").fill("1234567890")
    page.locator(".foot").get_by_role("button", name="保存新密码").click()
    expect(page.get_by_text("这个密码不能用")).to_be_visible()
    page.get_by_label("新密码", exact=True).fill("江边-石桥-梧桐-八月")
    page.get_by_label("再输入一次新密码").fill("江边-石桥-梧桐-八月")
    page.locator(".foot").get_by_role("button", name="保存新密码").click()
    page.wait_for_url("**/first/notice**")
    context.close()
