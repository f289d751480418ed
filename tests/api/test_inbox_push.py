"""The inbox tells who must act; a push says only that there is something, encrypted, to hosts on the list."""

from __future__ import annotations

import time
from base64 import urlsafe_b64decode
from datetime import date
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select, text

from backend.journal.record import record
from backend.kernel.clock import SystemClock
from backend.kernel.ids import uuid7
from backend.kernel.jobs import Tools
from backend.kernel.signing import public_point
from backend.notifications import endpoints
from backend.notifications.endpoints import NotAllowed, allowed
from backend.notifications.messages import WORDS, as_words
from backend.notifications.models import Message, PushSubscription
from backend.notifications.push import LARGEST, encrypted, vapid_key
from backend.notifications.senders import PushRefused, push
from backend.notifications.service import deliver
from backend.planning.events import CodeIssued, TaskDecided, TaskPlanned
from backend.planning.models import Task
from tests.arrivals import arrival, break_rule, let_followers_read
from tests.push_receiver import Browser, b64
from tests.world import Api, World


@pytest.fixture
def browser():
    made: list[Browser] = []

    def make(status: int = 201) -> Browser:
        made.append(Browser(status))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def people(world: World):
    organ, foreign, bureau = world.organ(), world.organ("示范区应急管理局"), world.organ("示范区司法局", kind="bureau")
    return {
        "organ": organ, "officer": world.officer(organ), "department": world.person("department", organ),
        "head": world.person("head", organ), "foreign_head": world.person("head", foreign),
        "bureau": world.person("bureau", bureau), "other_bureau": world.person("bureau", bureau),
    }  # fmt: skip


@pytest.fixture
def tools(settings, sessions):
    return Tools(settings, sessions, SystemClock())


def subscribed(api: Api, who, browser: Browser) -> str:
    answer = api.as_(who).post("/push/subscriptions", browser.subscription)
    assert answer.status_code == 201
    return answer.json["id"]


# The inbox


def test_an_alert_reaches_the_bureau_and_the_head_and_nobody_else(api: Api, world, clock, people):
    visit_id = arrival(world, people["organ"], people["officer"], mark="violation")
    break_rule(world, visit_id, people["organ"])
    let_followers_read(world, clock)

    for who in ("bureau", "other_bureau", "head"):
        page = api.as_(people[who]).get("/inbox").json
        assert page["unread"] == page["total"] == 1
        line = page["items"][0]
        assert (
            line["title"]["zh"] == "预警：示范区云川食品有限公司"
            and line["body"]["en"] == "22 April lies in the quiet period."
        )
        assert line["url"] == f"/desk/visits/{visit_id}"
    for who in ("department", "officer", "foreign_head"):
        assert api.as_(people[who]).get("/inbox").json["total"] == 0


@pytest.fixture
def task(world, people):
    enterprise, site = world.enterprise()
    task = Task(
        id=uuid7(),
        organ_id=people["organ"].id,
        region_path=world.region.path,
        enterprise_id=enterprise.id,
        site_id=site.id,
        state="awaiting_approval",
        kind="daily",
        trigger="plan",
        entry_reason="现场核对",
        planned_on=date(2026, 4, 23),
        verdict={},
        created_by=people["department"].person.id,
        created_at=world.clock.now(),
    )
    with world.sessions() as tx:
        tx.add(task)
        tx.commit()
    return task


def happens(world, clock, *events):
    with world.sessions() as tx:
        record(tx, *events)
        tx.commit()
    let_followers_read(world, clock)


@pytest.mark.parametrize(("decider", "told"), [("subject_head", {"head"}), ("bureau", {"bureau", "other_bureau"})])
def test_a_task_tells_whoever_decides(api: Api, world, clock, people, task, decider, told):
    happens(
        world, clock, TaskPlanned(task.id, task.organ_id, "420117", task.enterprise_id, task.planned_on, None, decider)
    )

    for who in ("head", "bureau", "other_bureau", "department", "officer"):
        assert api.as_(people[who]).get("/inbox").json["total"] == (1 if who in told else 0), who


@pytest.mark.parametrize(("decision", "title"), [("approve", "已批准："), ("reject", "已退回：")])
def test_a_decision_tells_the_department_and_a_code_the_officers(api: Api, world, clock, people, task, decision, title):
    head, officer = people["head"].person.id, people["officer"].person.id
    happens(world, clock, TaskDecided(task.id, task.organ_id, "420117", decision, head, (officer,)))
    assert api.as_(people["department"]).get("/inbox").json["items"][0]["title"]["zh"].startswith(title)

    happens(world, clock, CodeIssued(task.id, task.organ_id, "420117", uuid7(), "2026", 1, (officer,)))
    assert api.as_(people["officer"]).get("/inbox").json["items"][0]["body"]["zh"] == "4 月 23 日的检查码已发放。"


def test_the_same_event_twice_is_one_line(world, clock, people, tx):
    people_told = [people["bureau"].person.id] * 2
    facts = {"media_id": "x"}
    assert len(deliver(tx, people_told, "hash_mismatch", facts, seq=7, at=clock.now())) == 1
    assert len(deliver(tx, people_told, "hash_mismatch", facts, seq=7, at=clock.now())) == 0
    assert deliver(tx, [], "hash_mismatch", facts, seq=8, at=clock.now()) == []


def test_reading_is_once_and_only_ones_own(api: Api, world, clock, people, tx):
    deliver(tx, [people["bureau"].person.id], "hash_mismatch", {"media_id": "x"}, seq=7, at=clock.now())
    tx.commit()
    message_id = tx.scalars(select(Message.id)).one()

    first = api.as_(people["bureau"]).post(f"/inbox/{message_id}/read")
    clock.advance(hours=1)
    again = api.as_(people["bureau"]).post(f"/inbox/{message_id}/read")
    assert first.json["read_at"] == again.json["read_at"] == "2026-04-22T02:28:00Z"
    assert api.as_(people["bureau"]).get("/inbox").json["unread"] == 0
    assert api.as_(people["other_bureau"]).post(f"/inbox/{message_id}/read").status_code == 404
    assert api.as_(people["bureau"]).post(f"/inbox/{uuid4()}/read").status_code == 404
    assert api.as_(people["bureau"]).post("/inbox/nonsense/read").status_code == 404


@pytest.mark.parametrize("query", ["page=0", "page=x", "page_size=1000"])
def test_a_bad_page_is_named(api: Api, people, query):
    assert api.as_(people["bureau"]).get(f"/inbox?{query}").status_code == 422


# The push


def test_a_push_says_only_that_something_waits_and_its_token_names_the_right_audience(api: Api, people, browser, tools):
    phone = browser()
    key = api.as_(people["bureau"]).get("/push/key").json["public_key"]
    push(tools, subscribed(api, people["bureau"], phone))

    (headers, body), *rest = phone.received
    assert not rest and phone.read(body) == "您有新的待办"
    assert headers["content-encoding"] == "aes128gcm" and headers["content-type"] == "application/octet-stream"
    assert headers["ttl"] == "86400" and headers["topic"] == "liangma" and headers["urgency"] == "normal"
    scheme, token, vapid = headers["authorization"].replace(",", "").split()
    assert scheme == "vapid" and vapid == f"k={key}"
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), urlsafe_b64decode(key + "="))
    claims = jwt.decode(token.removeprefix("t="), point, algorithms=["ES256"], audience=phone.origin)
    assert claims["sub"].startswith("mailto:") and 0 < claims["exp"] - time.time() <= 12 * 3600 + 5
    assert (tools.settings.data_dir / "keys" / "vapid.pem").stat().st_mode & 0o777 == 0o600


def test_every_message_defers_one_push_per_browser_and_a_waiting_one_is_enough(api: Api, people, browser, tx, clock):
    subscribed(api, people["bureau"], browser())
    subscribed(api, people["bureau"], browser())
    for seq in (1, 2):
        deliver(tx, [people["bureau"].person.id], "hash_mismatch", {"media_id": "x"}, seq=seq, at=clock.now())

    waiting = tx.execute(text("SELECT args FROM procrastinate_jobs WHERE task_name = 'notifications.push'")).all()
    assert len(waiting) == 2


@pytest.mark.parametrize("status", [404, 410])
def test_a_dead_subscription_is_forgotten(api: Api, people, browser, tools, tx, status):
    push(tools, subscribed(api, people["bureau"], browser(status)))

    assert tx.scalars(select(PushSubscription)).all() == []


@pytest.mark.parametrize("status", [302, 400, 413, 429, 500])
def test_a_push_that_was_not_taken_is_tried_again_and_redirects_are_not_followed(
    api: Api, people, browser, tools, tx, status
):
    phone = browser(status)
    with pytest.raises(PushRefused):
        push(tools, subscribed(api, people["bureau"], phone))

    assert len(phone.received) == 1 and len(tx.scalars(select(PushSubscription)).all()) == 1


def test_a_push_to_a_subscription_that_is_gone_is_nothing(api: Api, people, browser, tools):
    phone = browser()
    subscribed(api, people["bureau"], phone)
    push(tools, str(uuid4()))
    assert phone.received == []


def test_subscribing_twice_is_one_and_another_person_takes_the_browser_over(api: Api, people, browser, tx):
    phone = browser()
    first, second = subscribed(api, people["bureau"], phone), subscribed(api, people["bureau"], phone)
    assert first == second
    assert subscribed(api, people["head"], phone) == first
    assert tx.scalars(select(PushSubscription.person_id)).all() == [people["head"].person.id]


def test_only_ones_own_subscription_can_be_ended(api: Api, people, browser):
    subscription = subscribed(api, people["bureau"], browser())

    assert api.as_(people["head"]).delete(f"/push/subscriptions/{subscription}").status_code == 404
    assert api.as_(people["bureau"]).delete(f"/push/subscriptions/{subscription}").status_code == 204
    assert api.as_(people["bureau"]).delete(f"/push/subscriptions/{subscription}").status_code == 404


@pytest.mark.parametrize(
    "endpoint",
    ["https://evil.example/x", "http://fcm.googleapis.com/x", "https://fcm.googleapis.com:8443/x", "https://a@fcm.googleapis.com/x",
     "https://fcm.googleapis.com.evil.example/x", "https://a.b.notify.windows.com/x", "https://10.0.0.1/x", "https://[::1]/x",
     "ftp://127.0.0.1/x", "//127.0.0.1/x", "nonsense", "https://fcm.googleapis.com/" + "长" * 330, "https://fcm.googleapis.com/ x",
     "https://fcm.googleapis.com:port/x", "https://169.254.169.254/latest"],
)  # fmt: skip
def test_a_host_that_is_not_on_the_list_is_refused(api: Api, people, browser, endpoint):
    answer = api.as_(people["bureau"]).post("/push/subscriptions", {**browser().subscription, "endpoint": endpoint})

    assert answer.status_code == 422 and answer.json["code"] == "notifications.host_not_allowed"


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [("AAAA", b64(bytes(16))), (b64(b"\x04" + bytes(64)), b64(bytes(16))), ("***", b64(bytes(16))), ("é", "é")],
)
def test_bad_keys_are_refused(api: Api, people, browser, p256dh, auth):
    body = {**browser().subscription, "keys": {"p256dh": p256dh, "auth": auth}}
    answer = api.as_(people["bureau"]).post("/push/subscriptions", body)

    assert answer.status_code == 422 and answer.json["code"] == "notifications.not_a_subscription"


def test_a_short_secret_is_refused(api: Api, people, browser):
    body = browser().subscription
    body["keys"]["auth"] = b64(bytes(15))
    assert api.as_(people["bureau"]).post("/push/subscriptions", body).status_code == 422


@pytest.mark.parametrize(
    "body", [{}, {"endpoint": 5, "keys": {}}, {"endpoint": "https://x", "keys": None}, [], {"endpoint": "x" * 2000}]
)
def test_a_bad_subscription_names_its_fields(api: Api, people, body):
    answer = api.as_(people["bureau"]).post("/push/subscriptions", body)
    assert answer.status_code == 422 and answer.json["code"] == "kernel.invalid"


def test_known_services_are_allowed_and_their_origin_has_no_usual_port():
    assert allowed("https://fcm.googleapis.com/fcm/send/x", ()).origin == "https://fcm.googleapis.com"
    assert allowed("https://wns2.notify.windows.com/w/?token=x", ()).host == "wns2.notify.windows.com"
    assert allowed("http://127.0.0.1:8123/x", ("127.0.0.1",)).origin == "http://127.0.0.1:8123"


def test_a_name_that_points_into_a_private_network_is_refused():
    inside = endpoints.Endpoint(endpoints.urlsplit("https://localhost/x"), "localhost", 443, trusted=False)
    with pytest.raises(NotAllowed):
        endpoints.resolve(inside)


def test_what_is_too_long_for_one_record_is_refused_and_the_longest_can_be_read(browser, settings):
    phone = browser()
    endpoint = allowed(phone.subscription["endpoint"], ("127.0.0.1",))
    same = {"p256dh": public_point(phone.key), "auth": phone.auth, "key": vapid_key(settings.data_dir),
            "subject": "mailto:a@b.invalid", "topic": "t"}  # fmt: skip

    assert phone.read(encrypted("x" * LARGEST, endpoint, **same).body) == "x" * LARGEST
    with pytest.raises(ValueError, match="at most"):
        encrypted("x" * (LARGEST + 1), endpoint, **same)


def test_messages_have_words_for_every_kind():
    class Any(dict):
        def __missing__(self, key):
            return key

    for kind in WORDS:
        words = as_words(kind, Any())
        assert (
            words["title"]["zh"]
            and words["title"]["en"]
            and words["body"]["zh"]
            and words["url"].startswith(("/desk", "/app"))
        )
