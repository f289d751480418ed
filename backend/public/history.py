"""The page of a year at one enterprise, as a code of its own opens it (E6): who came, what that used up and why, quiet days."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response

from backend.identity.models import Organ
from backend.kernel.http import own_transaction
from backend.policy.quiet_months import QuietMonth, Span
from backend.policy.sentences import sentence, word
from backend.public import times
from backend.public.facts import VisitFacts
from backend.public.ground_lines import ground_line
from backend.public.looking import Look
from backend.public.own_year import Listed, OpenOrder, OwnYear, Share, own_year
from backend.public.reader import Reader
from backend.public.render import page
from backend.public.words import EN, say

MONDAY_TO_SUNDAY = range(1, 8)


def listed(look: Look, reader: Reader) -> Response | None:
    """The page of the year; None where this code does not open it."""
    visit = look.facts
    if not isinstance(visit, VisitFacts) or not visit.open_since:
        return None
    with own_transaction(read_only=True) as tx:
        year = own_year(tx, visit.task_id, look.checked_at)
    return page("visits.html", reader, page=_shown(visit, year, reader))


def _shown(visit: VisitFacts, year: OwnYear, reader: Reader) -> dict[str, Any]:
    language, number = reader.language, len(year.visits)
    key = "visits_none" if number == 0 else "visits_one" if number == 1 else "visits_many"
    return {
        "title": say(language, key, count=number), "enterprise": visit.enterprise,
        "entries": say(language, "year_entries", count=year.entries) if any(each.joint for each in year.visits) else None,
        "as_of": say(language, "up_to", day=times.day(year.today, language)),
        "orders": [_order(each, year.today, language) for each in year.orders], "listed": _listed_since(year, language),
        "shares": [_share(each, language) for each in year.shares], "quiet": _quiet(year, language),
        "rows": [_row(each, language) for each in year.visits],
        "back": reader.link(reader.path.removesuffix("/visits")),
    }  # fmt: skip


def _share(share: Share, language: str) -> dict[str, Any]:
    """Filled places are used, open ones left; more than were allowed stand there, too."""
    facts = {"used": share.used, "left": share.left, "most": share.most, "unit": word("unit", share.unit, language)}
    return {
        "organ": _organ(share.organ, language), "shared": share.shared and sentence("levels.used", share.shared, language),
        "words": _begun(say(language, "year_used", **facts)),
        "places": ["over" if n >= share.most else "used" if n < share.used else "left" for n in range(max(share.used, share.most))],
    }  # fmt: skip


def _order(order: OpenOrder, today: date, language: str) -> dict[str, Any]:
    """An order that is open: who gave it, on which day, until when; what is asked stands in the paper (B-44)."""
    late = order.deadline < today
    facts = {"day": times.day(order.day, language), "count": order.matters}
    due = say(language, "order_late" if late else "order_due", day=times.day(order.deadline, language))
    words = say(language, "order_given" if order.matters else "order_given_bare", **facts)
    return {"organ": _organ(order.organ, language), "words": words, "due": due, "late": late}


def _listed_since(year: OwnYear, language: str) -> str | None:
    return say(language, "year_listed", day=times.day(year.listed_since, language)) if year.listed_since else None


def _row(each: Listed, language: str) -> dict[str, Any]:
    outcome = word("outcome", each.outcome, language) if each.outcome else say(language, "visits_no_outcome")
    return {
        "day": times.day(each.day, language), "organ": _organ(each.organ, language),
        "kind": _begun(word("kind", each.kind, language)), "outcome": _begun(outcome), "cap": each.cap[language],
        "quiet": each.quiet[language] if each.quiet else None, "joint": each.joint,
        "ground": ground_line(each.ground, language) if each.ground else None,
    }  # fmt: skip


def _quiet(year: OwnYear, language: str) -> dict[str, Any]:
    """Whether today is quiet and why, this month day by day, and all months as spans of days."""
    this = year.months[year.today.month - 1]
    if (none := _never(year, language)) is not None:
        return {"none": none}
    return {
        "none": None, "today": year.quiet.facts["inside"] == "all", "month": _month(this, language),
        "by": _calendars(year.quiet.facts.get("calendar"), language), "weekdays": [_weekday(n, language) for n in MONDAY_TO_SUNDAY],
        "weeks": [[_cell(day, this, year.today) for day in week] for week in this.weeks],
        "year": [(_month_name(each, language), _days(each, language)) for each in year.months],
        "all_of": say(language, "year_all", year=year.today.year),
    }  # fmt: skip


def _never(year: OwnYear, language: str) -> str | None:
    """Why no day of the year is quiet; None where some are."""
    if any(month.quiet for month in year.months):
        return None
    if year.quiet.reason in ("quiet.no_calendar", "quiet.not_protected"):
        return sentence(year.quiet.reason, year.quiet.facts, language)
    return say(language, "year_never")


def _calendars(named: Any, language: str) -> str:
    words = [sentence(each["code"], each, language) for each in named or []]
    return ("; " if language == EN else "；").join(words)


def _cell(day: date | None, month: QuietMonth, today: date) -> dict[str, Any] | None:
    return None if day is None else {"n": day.day, "quiet": day in month.quiet, "today": day == today}


def _month(month: QuietMonth, language: str) -> str:
    return say(language, "year_month", year=month.first.year, month=_month_name(month, language))


def _month_name(month: QuietMonth, language: str) -> str:
    return times.month(month.first.month) if language == EN else f"{month.first.month} 月"


def _weekday(n: int, language: str) -> str:
    named = word("weekday", str(n), language)
    return named[:2] if language == EN else named[-1:]


def _days(month: QuietMonth, language: str) -> str:
    if month.is_whole:
        return say(language, "year_whole")
    spans = ("、" if language != EN else ", ").join(map(_span, month.spans))
    return say(language, "year_days", days=spans) if spans else say(language, "year_no_days")


def _span(span: Span) -> str:
    first, last = span
    return f"{first}" if first == last else f"{first}–{last}"


def _organ(organ: Organ, language: str) -> str:
    return organ.name_en if language == EN else organ.name


def _begun(words: str) -> str:
    """With a capital, as a fact of its own begins."""
    return words[:1].upper() + words[1:]
