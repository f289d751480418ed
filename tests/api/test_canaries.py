"""Two hundred marks in personal fields, a whole visit around them, and every way out of the house searched for them.

Officers' names stand on certificates and on the pages that show them; why a recusal was asked and refused is told to whoever
speaks for the enterprise, on the page of its visit; a purpose that somebody gives for a look stands in the
record of access, whose reader must know it; a register that goes out as a table holds what its reader sees in it. Everything
else leaves by no way at all: a refusal names a certificate, a row and a column, never a person or what stood in the cell.
What the served house writes into its logs: test_canaries_in_the_logs.py.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

import pytest
from structlog.testing import capture_logs

from backend.certificates import cbor
from backend.certificates.models import Card
from backend.kernel.clock import SystemClock
from backend.kernel.ids import uuid7
from tests.api import aviary
from tests.api.aviary import Aviary, Postbox, in_full
from tests.api.cards.office import Office, photo
from tests.api.desk import NEVER_QUIET
from tests.api.rated import FULL, token_of
from tests.api.registers.tables import Desk as TableDesk
from tests.api.registers.tables import csv_of
from tests.api.ways_out import Pocket, codes, exports, fields, jobs
from tests.arrivals import let_followers_read
from tests.world import SignedIn

MAY_STAND = {
    "pages": {"officer's name", "why a recusal was asked", "why it was refused"},
    "record of access": {"purpose"},
    "exports": {"officer's name", "name", "number", "login"},
}
"""channel → fields whose marks may stand there; what is not named may stand nowhere."""

CARD_TITLES = "单位编码,工号,姓名,证号,证件种类,执法领域,发证日期,有效期至"
OUTSIDE = ("/", "/p", "/p/lists/officers", "/p/lists/officers.json", "/p/lists/officers.csv", "/p/lists/subjects", "/v")


class Life:
    """A county in which every personal field holds a mark."""

    def __init__(self, office: Office):
        self.office, self.desk, self.api, self.world = office, office.desk, office.api, office.world
        self.birds, self.people, self.named = Aviary(), [], ""
        self.admin = self.world.proved(self.world.person("admin", self.desk.bureau_organ, "管理"))
        self.outbox = Postbox(self.api.app)
        self.pocket = Pocket(self.api, self.desk.planner, self.desk.head, self.desk.bureau, self.desk.zhou)

    def send(self, who: SignedIn, method: str, path: str, body: Any = None, want: int = 0) -> Any:
        client, headers = self.api.as_(who).client, {"Idempotency-Key": str(uuid7())}
        answer = client.open(f"/api/v1{path}", method=method, headers=headers, json=body)
        assert not want or answer.status_code == want, f"{method} {path}: {answer.get_data(as_text=True)[:400]}"
        return answer

    def settle(self) -> None:
        """Names for those who work here; officers with certificates, others with telephones."""
        named = {"officer's name": (self.desk.zhou, self.desk.lin), "name": (self.desk.planner, self.desk.head)}
        for field, who in ((field, each) for field, group in named.items() for each in group):
            told = {"version": 1, "name": self.birds.words(field), "number": self.birds.words("number")}
            self.send(self.admin, "PATCH", f"/people/{who.person.id}", told, 200)
            self.named = told["name"] if who is self.desk.zhou else self.named
            self.send(who, "PUT", "/me/contact", {"phone": self.birds.phone()}, 204)
        for n, who in enumerate((self.desk.zhou, self.desk.lin)):
            self._certify(who, f"1701019000{n}")

    def _certify(self, who: SignedIn, number: str, want: int = 201) -> None:
        face = {"number": number, "kind": "ministry", "issued_on": "2026-01-01", "expires_on": "2028-12-31"}
        body = {"person_id": str(who.person.id), "photo": photo(), "field": "市场监管", **face}
        self.send(self.office.issuer, "POST", "/cards", body, want)

    def enter(self, n: int) -> None:
        """Somebody who never visits: every word about them is theirs alone."""
        person = {
            "organ_id": str(self.desk.organ.id), "name": self.birds.words("name"), "role": "reviewer",
            "login": self.birds.login(), "number": self.birds.words("number"),
        }  # fmt: skip
        made = self.send(self.admin, "POST", "/people", person, 201).json["id"]
        self.people.append((made, person))
        sealed = {"number": self.birds.identity_number()}
        self.send(self.admin, "PUT", f"/people/{made}/identity-number", sealed, 204)
        if n % 2:
            left = {"reason": self.birds.words("reason")}
            self.send(self.admin, "POST", f"/people/{made}/end", left, 200)

    def visit(self) -> Any:
        """Planned, approved, coded, made, rated; then somebody wants to read the words."""
        task = self.desk.plan(entry_reason=self.birds.words("entry reason")).json["id"]
        note = {"decision": "approve", "note": self.birds.words("note")}
        self.send(self.desk.head, "POST", f"/tasks/{task}/decision", note, 200)
        coded = self.desk.issue(task)
        assert coded.status_code == 201, coded.json
        visit = self.desk.check_in(task)
        assert visit.status_code == 201, visit.json
        self._record(f"/inspections/{visit.json['inspection_id']}")
        return coded.json["visit_code"]

    def _record(self, path: str) -> None:
        at, zhou = self.world.clock.now().isoformat(), self.desk.zhou
        step = {"kind": "note", "at": at, "clock": self.desk.clock_reading(), "note": self.birds.words("note")}
        self.send(zhou, "POST", f"{path}/steps", step, 201)
        aside = {
            "person_id": str(self.desk.lin.person.id),
            "reason": self.birds.words("why a recusal was asked"),
            "at": at,
        }
        asked = self.send(zhou, "POST", f"{path}/recusal", aside, 201).json["id"]
        refused = {"decision": "refused", "note": self.birds.words("why it was refused")}
        self.send(self.desk.head, "POST", f"/recusals/{asked}/decision", refused, 200)
        left = {"captured_at": at, "clock": self.desk.clock_reading(), "position": None}
        result = {"outcome": "none_found", "summary": self.birds.words("summary"), "at": at}
        self.send(zhou, "POST", f"{path}/result", result, 201)
        self.send(zhou, "POST", f"{path}/check-out", left, 201)

    def rate(self, address: str, path: str) -> None:
        browser = self.api.app.test_client()
        page = browser.get(address)
        form = FULL | {"token": token_of(page), "words": self.birds.words("sealed words")}
        assert browser.post(f"{address}/rating", data=form).status_code == 200
        why = {"reason": self.birds.words("purpose")}
        asked = self.send(self.office.issuer, "POST", f"{path}/rating/unsealing", why, 201).json["id"]
        second = self.world.proved(self.world.person("bureau", self.desk.bureau_organ, "李复核"))
        self.send(second, "POST", f"/approvals/{asked}/decision", {"decision": "approve"}, 200)
        self.send(self.office.issuer, "POST", f"/unsealings/{asked}/openings", None, 200)

    def keep_registers(self) -> None:
        zhou = f"/people/{self.desk.zhou.person.id}"
        conflict = {"identifier": "91420117MA0000001Y", "reason": self.birds.words("reason"), "from_on": "2026-01-01"}
        self.send(self.admin, "POST", f"{zhou}/conflicts", conflict)
        hours = {"held_on": "2026-01-05", "hours": 4, "topic": self.birds.words("topic")}
        self.send(self.admin, "POST", f"{zhou}/hours", hours, 201)
        watcher = self.world.person("supervisor", self.desk.bureau_organ, self.birds.words("name"))
        sheet = {
            "at": self.world.clock.now().isoformat(), "clock": self.desk.clock_reading(),
            "enterprise_text": self.birds.words("observation"), "answers": {str(n): "no" for n in range(1, 13)},
            "text": self.birds.words("observation"),
        }  # fmt: skip
        self.send(watcher, "POST", "/observations", sheet, 201)

    def bring_tables(self) -> list[str]:
        """Tables in which no row is right, and what is said of them, on the screen and as a file."""
        code, words, desk = self.desk.organ.code, self.birds.words, TableDesk(self)
        people = [
            f"{code},{words('name')},{words('role')},{words('number')},{self.birds.login()},",
            f"{words('organ')},{words('name')},officer,{words('number')},,",
            f"{code},{words('name')},officer,{self.birds.identity_number()},,",
            f"{code},{words('name') * 200},officer,{words('number')},,",
            f"{code},{words('name')},officer,{words('number')},,{words('day')}",
            *[f"{code},{words('name')},officer,,{self.people[3][1]['login']},"] * 2,
        ]
        cards = [f"{code},,{words('name')},17010190009,enforcement,市场监管,2026-01-01,2028-12-31",
                 f"{code},,{self.named},17010190010,ministry,市场监管,2026-01-01,2028-12-31",
                 f"{code},,{self.named},{words('number')},{words('kind')},市场监管,{words('day')},2028-12-31"]  # fmt: skip
        told = []
        for kind, titles, rows in (
            ("people", "单位编码,姓名,角色,工号,账号,任期起", people),
            ("cards", CARD_TITLES, cards),
        ):
            run = desk.checked(kind, csv_of(titles, *rows))
            assert run["refused"] >= 3, run
            file = self.api.as_(self.admin).get(f"/imports/{run['id']}/errors.csv")
            told += [str(run), file.data.decode("utf-8-sig")]
        return told

    def stumble(self) -> None:
        """Every refusal that has somebody's words before its eyes."""
        (first, known), (ended, _) = self.people[0], self.people[1]
        again = {"reason": self.birds.words("reason")}
        for method, path, body in (
            ("POST", "/people", {**known, "number": None}),
            ("POST", "/people", {**known, "login": None}),
            ("POST", "/people", {**known, "role": self.birds.words("reason")}),
            ("POST", "/people", {**known, "organ_id": str(uuid7())}),
            ("PATCH", f"/people/{first}", {"version": 1, "login": self.people[2][1]["login"]}),
            ("POST", f"/people/{ended}/role", {"role": "department", **again}),
            ("POST", f"/people/{first}/role", {"role": "supervisor", **again}),
            ("POST", f"/people/{self.admin.person.id}/end", again),
            ("POST", f"/people/{first}/erasure", again),
            ("PUT", f"/people/{first}/identity-number", {"number": self.birds.words("identity number")}),
            ("PUT", f"/people/{first}/identity-number", {"number": self.birds.phone()}),
            ("PATCH", f"/people/{first}", {"version": 1, "post": self.birds.identity_number()}),
            ("PUT", "/me/contact", {"phone": self.birds.words("phone")}),
            ("POST", f"/history/{self.birds.words('name')}/x", {}),
        ):
            assert self.send(self.admin, method, path, body).status_code >= 400, (method, path, body)
        self.send(self.desk.planner, "GET", f"/people?role={self.birds.words('name')}", want=422)
        self.send(self.desk.zhou, "POST", "/session", {"login": known["login"], "password": "wrong wrong"}, 401)
        self._stumble_over_certificates()

    def _stumble_over_certificates(self) -> None:
        """A second card, an officer who must keep away, one whose card is suspended."""
        zhou, lin = self.desk.zhou.person.id, self.desk.lin.person.id
        self._certify(self.desk.zhou, "17010190008", 409)
        self.desk.plan(officer_ids=[str(zhou)])
        away = {
            "identifier": self.desk.enterprise.identifier,
            "reason": self.birds.words("reason"),
            "from_on": "2026-01-01",
        }
        kept = self.send(self.admin, "POST", f"/people/{zhou}/conflicts", away, 201).json["id"]
        assert self.desk.plan("2026-04-24").json["code"] == "planning.in_conflict"
        self.send(self.admin, "DELETE", f"/conflicts/{kept}", want=204)
        for card in self.world.look(lambda tx: tx.query(Card).filter_by(person_id=lin).all()):
            self.world.card_state(card, "suspended", since=self.world.clock.now())
        assert self.desk.plan("2026-04-24").json["code"] == "planning.card_invalid"


@pytest.fixture
def life(world, api, app) -> Life:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return Life(Office(world, api, NEVER_QUIET))


def lived(life: Life) -> dict[str, Iterable[str]]:
    """Everything happens; the channels with all that went through them."""
    life.settle()
    for n in range(44):
        life.enter(n)
    code = life.visit()
    address = code["url"].removeprefix("http://localhost")
    visit = in_full(life.api.as_(life.desk.head).get("/visits?day=2026-04-22"))
    life.rate(
        address, f"/inspections/{life.api.as_(life.desk.head).get('/visits?day=2026-04-22').json['items'][0]['id']}"
    )
    life.keep_registers()
    tables = life.bring_tables()
    life.stumble()
    _break(life)
    assert visit
    let_followers_read(life.world, SystemClock())
    said = list(life.pocket.opened(life.world))
    stranger, bureau = life.api.app.test_client(), life.api.as_(life.desk.bureau)
    cards = bureau.get("/cards").json["items"]
    shown = (
        *OUTSIDE,
        address,
        *(each["url"].removeprefix("http://localhost") for each in cards if len(each["url"]) > 40),
    )
    return {
        "pages": [stranger.get(each).get_data().decode("utf-8", "ignore") for each in shown],
        "tiles": [in_full(bureau.get(f"/map/{z}/{x}/{y}.mvt")) for z, x, y in ((12, 3353, 1683), (8, 209, 105))],
        "journal": aviary.journal(life.world), "record of access": aviary.record_of_access(life.world),
        "codes": codes(life.world), "pushes": said, "jobs": map(str, jobs(life.world)), "tables brought": tables,
        "exports": exports(life.api, csv=life.admin, xlsx=life.desk.bureau),
        "errors": life.outbox.errors, "addresses": life.outbox.addresses,
    }  # fmt: skip


def _break(life: Life) -> None:
    """A fault of the server in the middle of a write full of marks."""
    app = life.api.app
    endpoint = next(
        rule.endpoint for rule in app.url_map.iter_rules() if rule.rule == "/api/v1/people" and "POST" in rule.methods
    )
    view = app.view_functions[endpoint]

    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("broken on purpose")

    broken.access = "person.write"  # type: ignore[attr-defined]
    app.view_functions[endpoint] = broken
    told = {"name": life.birds.words("name"), "login": life.birds.login()}
    life.send(life.admin, "POST", "/people", told, 500)
    app.view_functions[endpoint] = view


def test_a_mark_inside_a_code_would_be_seen() -> None:
    birds = Aviary()
    word, number = birds.words("name"), birds.phone()
    code = cbor.encode(cbor.Tagged(18, [cbor.encode([1, word.encode()]), {4: int(number)}]))
    assert set().union(*map(birds.seen_in, fields(cbor.decode(code)))) == {"name", "phone"}


def test_no_mark_stands_where_it_must_not(life: Life, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as structured:
        channels = {name: list(texts) for name, texts in lived(life).items()}
    channels["logs"] = [caplog.text, *map(str, structured)]
    found = {
        name: {field: text[:300] for text in texts for field in life.birds.seen_in(text) - MAY_STAND.get(name, set())}
        for name, texts in channels.items()
    }

    assert len(life.birds.birds) >= 200
    assert len(channels["pushes"]) >= 2 and len(channels["codes"]) >= 20 and len(channels["exports"]) == 10
    assert {name: fields for name, fields in found.items() if fields} == {}
