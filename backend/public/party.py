"""Who comes, in words: one body, or several that come together, one of which leads (B-29). Pure."""

from typing import Any

from backend.public import times
from backend.public.facts import VisitFacts
from backend.public.reader import Reader
from backend.public.words import EN, say


def how_many(count: int, language: str) -> str:
    """A small number as it is said before people and bodies."""
    return "一两三四五六七八九"[count - 1] if language != EN and 1 <= count <= 9 else str(count)


def organs(visit: VisitFacts, language: str) -> str:
    """Who comes; of several the one that leads, and how many more (B-29)."""
    if not visit.party:
        return visit.organ_en if language == EN else visit.organ
    lead, count = visit.party[0], len(visit.party)
    organ = lead.organ_en if language == EN else lead.organ
    return say(language, "joint_many", organ=organ, total=how_many(count, language), more=count - 1)


def party_lines(visit: VisitFacts, reader: Reader) -> dict[str, Any] | None:
    """Who comes together, who leads, who is here, and where the page of each is; None where one comes alone (B-29)."""
    if not visit.party:
        return None
    language, zone, own = reader.language, visit.place.zone, reader.path.partition("~")[0]
    lines = [
        {
            "organ": each.organ_en if language == EN else each.organ, "leads": n == 1, "shown": each.shown,
            "people": (", " if language == EN else "、").join(each.people),
            "here": say(language, "joint_came", time=times.minute(each.arrived_at, zone)) if each.arrived_at else None,
            "link": reader.link(f"{own}~{n}", keep_scan=True),
        }
        for n, each in enumerate(visit.party, 1)
    ]  # fmt: skip
    shown = visit.organ_en if language == EN else visit.organ
    told = say(language, "joint_of", organ=shown) if visit.arrived else None
    return {"title": say(language, "joint", count=how_many(len(lines), language)), "lines": lines, "of": told}
