"""Officers, cards, sessions and enterprises by the thousand, beside those of the demo, written straight into the tables.

The enterprises stand in one market hall, so that an officer may be at two of them within a second (B-55); they are never
quiet (B-36), and so many that few are visited more often than the cap allows: an ordinary arrival is a clean one.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from backend.certificates import codes
from backend.kernel.signing import PrivateKey, load_or_make_key
from backend.policy.identifiers import ALPHABET, check_digit
from bench.frame.house import House, Rows

REGION, ORGAN = "420117", "420117-SC"
PLACE, HALL = (114.80, 30.84), 0.0007
"""A corner of the market hall in degrees, and how long it is; less than two accuracies of a phone in it."""

ACCURACY_M = 60
NAMED = "测试"
"""How the holders of the cards here are called, and nobody of the demo."""

COOKIE = "lm_session"


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person who is signed in."""

    id: UUID
    token: str

    @property
    def cookie(self) -> str:
        return f"{COOKIE}={self.token}"


def officers(house: House, count: int) -> list[Somebody]:
    """So many officers of one organ with a card that is valid and a session that runs; and nothing of them in history."""
    found = people(house, "officer", count)
    cards(house, organ(house), [each.id for each in found])
    return found


def one_of(house: House, role: str) -> Somebody:
    """A session for the demo's first account of this role."""
    login = next(each["login"] for each in house.demo["accounts"] if each["role"] == role)
    with house.quiet_registers() as database:
        person = database.execute("SELECT id FROM identity.person WHERE login = %s", [login]).fetchone()[0]
        return _signed_in(database, [person])[0]


def cards(house: House, organ_id: UUID, holders: Sequence[UUID]) -> list[str]:
    """A signed card for each of these people, active since New Year; the texts of their codes."""
    key = load_or_make_key(house.folder / "keys", f"code-{REGION}")
    first, last, photo = date(2025, 1, 1), date(datetime.now(UTC).year + 2, 12, 31), secrets.token_bytes(12_000)
    texts, rows = [], []
    for n, (person, place) in enumerate(zip(holders, _free_places(house), strict=False)):
        code_id, cose = _code(key, place, first, last, photo)
        texts.append(codes.to_text(cose))
        rows.append((
            uuid4(), code_id, f"42{secrets.randbelow(10**9):09d}", person, organ_id, REGION, f"{NAMED}{n}", "示范区市场监督管理局",
            "市场监督管理", first, last, place, photo, sha256(photo).digest(), cose,
        ))  # fmt: skip
    with house.quiet_registers() as database:
        columns = "id code_id number person_id organ_id region_code holder_name organ_name field issued_on expires_on "
        copy(database, "card", columns + "status_index photo photo_hash cose", rows)
        states = [(uuid4(), row[0], "active", datetime(2025, 1, 1, tzinfo=UTC), "issued", row[9]) for row in rows]
        copy(database, "card_state", "id card_id state effective_from reason recorded_at", states)
        database.execute("VACUUM ANALYZE card, card_state")
    return texts


def enterprises(house: House, count: int) -> list[str]:
    """The identifiers of so many enterprises in the market hall."""
    chance = random.Random(11)
    found = [(uuid4(), identifier) for identifier in {_uscc(chance) for _ in range(count)}]
    begun = datetime(2024, 1, 31, tzinfo=UTC)
    rows = (
        (id_, REGION, REGION, "uscc", code, True, f"市场商户{code[-8:]}", ["never_quiet"], "{}", begun, "shichang")
        for id_, code in found
    )
    sites = ((uuid4(), id_, "批发市场", "urban", f"SRID=4326;POINT({_in_hall(chance)})") for id_, _ in found)
    with house.quiet_registers() as database:
        columns = "id region_code region_path scheme identifier identifier_ok name classes source imported_at pinyin"
        copy(database, "enterprise", columns, rows)
        copy(database, "site", "id enterprise_id address place_type location", sites)
        database.execute("VACUUM ANALYZE enterprise, site")
    return [code for _, code in found]


def tasks(house: House, identifiers: Sequence[str], first: date, *, apart: int = 0, coded: bool = True) -> list[UUID]:
    """An approved task at each of these enterprises, on the first day or each so many days after the one before.

    With its visit code, unless it is to be asked for: an arrival without one is no ordinary one (B-54).
    """
    ids, organ_id, now = [uuid4() for _ in identifiers], organ(house), datetime.now(UTC)
    head, days = one_of(house, "head").id, (first + timedelta(days=n * apart) for n in range(len(identifiers)))
    with house.quiet_registers() as database:
        where = _premises(database, identifiers)
        item = database.execute("SELECT id FROM item WHERE organ_id = %s ORDER BY code LIMIT 1", [organ_id]).fetchone()[
            0
        ]
        who = "SELECT person_id, id FROM card WHERE organ_id = %s AND starts_with(holder_name, %s) LIMIT 2"
        team = database.execute(who, [organ_id, NAMED]).fetchall()
        rows = (
            (
                id_,
                organ_id,
                REGION,
                *where[code],
                "coded" if coded else "approved",
                "daily",
                "plan",
                "现场核查",
                day,
                "{}",
                head,
                now,
            )
            for id_, code, day in zip(ids, identifiers, days, strict=True)
        )
        columns = "id organ_id region_path enterprise_id site_id state kind trigger entry_reason planned_on verdict "
        copy(database, "task", columns + "created_by created_at", rows)
        copy(database, "task_item", "task_id item_id position", ((id_, item, 0) for id_ in ids))
        going = ((id_, person, card, n) for id_ in ids for n, (person, card) in enumerate(team))
        copy(database, "task_officer", "task_id person_id card_id position", going)
        yes = ((uuid4(), id_, head, "head", "approve", "", now) for id_ in ids)
        copy(database, "decision", "id task_id decided_by decided_by_role decision note decided_at", yes)
        given = (_visit_code(id_, organ_id, now) for id_ in ids if coded)
        columns = "id code_id short_code task_id organ_id region_code notice_hash valid_from valid_to cose issued_at"
        copy(database, "visit_code", columns, given)
        database.execute("VACUUM ANALYZE task, task_item, task_officer, decision, visit_code")
    return ids


def _visit_code(task_id: UUID, organ_id: UUID, now: datetime) -> tuple[Any, ...]:
    """The row of a code that nobody scans."""
    day = timedelta(days=1)
    return (
        uuid4(), task_id.bytes, str(task_id), task_id, organ_id, REGION, bytes(32), now - day, now + day, b"", now - day,
    )  # fmt: skip


def arrival() -> str:
    """The body of a check-in under a task, with a second officer; for `posting` to fill in."""
    reading = '"wall": "@NOW@", "mono_ms": 1000, "boot": "b1", "offset_ms": 0, "quality": "synced"'
    position = f'"longitude": {PLACE[0] + HALL / 2}, "latitude": {PLACE[1] + HALL / 2}, "accuracy_m": {ACCURACY_M}'
    return (
        '{"task_id": "@TASK@", "enterprise": {"text": "@ENTERPRISE@", "source": "scan"}, "captured_at": "@NOW@",'
        f' "clock": {{{reading}}}, "position": {{{position}, "datum": "wgs84"}}, "position_reason": null, "officers": ['
        '{"person_id": "@PERSON@", "card_id": null, "how": "self"},'
        ' {"person_id": "@PARTNER@", "card_id": null, "how": "partner_scan"}]}'
    )


def callers(crew: Sequence[Somebody]) -> list[dict[str, str]]:
    """Each of these officers with the next one as partner, for `posting`."""
    pairs = zip(crew, [*crew[1:], crew[0]], strict=True)
    return [{"COOKIE": a.cookie, "PERSON": str(a.id), "PARTNER": str(b.id)} for a, b in pairs]


def copy(database: Rows, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    """Write the rows by COPY; `columns` are their names, separated by blanks."""
    with database.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns.split())}) FROM STDIN") as pipe:
        for row in rows:
            pipe.write_row(row)


def organ(house: House) -> UUID:
    """The organ that all of them belong to."""
    with house.connect() as database:
        return database.execute("SELECT id FROM organ WHERE code = %s", [ORGAN]).fetchone()[0]


def people(house: House, role: str, count: int) -> list[Somebody]:
    """So many people of that organ, each with a session that runs."""
    organ_id, ids = organ(house), [uuid4() for _ in range(count)]
    with house.quiet_registers() as database:
        rows = ((id_, organ_id, f"测试{n}", role, "ceshi") for n, id_ in enumerate(ids))
        copy(database, "identity.person", "id organ_id name role pinyin", rows)
        found = _signed_in(database, ids)
        database.execute("VACUUM ANALYZE identity.person, identity.session")
    return found


def _premises(database: Rows, identifiers: Sequence[str]) -> dict[str, tuple[UUID, UUID]]:
    """The enterprise and its premises, by identifier."""
    wanted = "SELECT identifier, enterprise.id, site.id FROM enterprise JOIN site ON enterprise_id = enterprise.id"
    rows = database.execute(wanted + " WHERE identifier = ANY(%s)", [list(set(identifiers))]).fetchall()
    return {code: (enterprise, site) for code, enterprise, site in rows}


def _signed_in(database: Rows, ids: Sequence[UUID]) -> list[Somebody]:
    found, now = [Somebody(each, secrets.token_urlsafe(32)) for each in ids], datetime.now(UTC)
    rows = ((sha256(each.token.encode()).digest(), each.id, now, now + timedelta(days=1)) for each in found)
    copy(database, "identity.session", "token_hash person_id created_at expires_at", rows)
    return found


def _free_places(house: House) -> Iterator[int]:
    """Places of the region's status list that no card has."""
    with house.connect() as database:
        rows = database.execute("SELECT status_index FROM card WHERE region_code = %s", [REGION]).fetchall()
    taken = {each[0] for each in rows}
    return (place for place in range(codes.STATUS_PLACES) if place not in taken)


def _code(key: PrivateKey, place: int, first: date, last: date, photo: bytes) -> tuple[bytes, bytes]:
    code_id = secrets.token_bytes(codes.ID_BYTES)
    payload = codes.CardCode(code_id, place, first, last, sha256(photo).digest()[: codes.HASH_BYTES])
    return code_id, codes.sign(payload, key)


def _uscc(chance: random.Random) -> str:
    body = f"91420117M{''.join(chance.choices(ALPHABET, k=8))}"
    return body + check_digit(body)


def _in_hall(chance: random.Random) -> str:
    return f"{PLACE[0] + chance.random() * HALL} {PLACE[1] + chance.random() * HALL}"
