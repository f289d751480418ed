"""/p/figures: a year's visits in figures, as a page, and as a table for programs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from flask import Response, request
from sqlalchemy.orm import Session

from backend.kernel.http import access, gives, now, own_transaction, owns_its_transaction
from backend.public import queries, times
from backend.public.figure_facts import chart_of_months, chart_of_times, figures_csv
from backend.public.figure_queries import tally
from backend.public.figures import Figures, figures
from backend.public.list_pages import asked_here, blueprint, kept_apart, places
from backend.public.published import Counts, publishable
from backend.public.publishers import Publisher
from backend.public.reader import Reader
from backend.public.render import HEADERS, page

KEPT_S = 600
"""How long a browser may show the figures of a year again: they are no verdict."""

RATING_DAYS = timedelta(days=15)
"""How long after a visit its rating still counts (B-73)."""


class Year(NamedTuple):
    """A year up to a day, and what may be said of it."""

    n: int
    until: date
    found: Figures
    by_body: Counts


@blueprint.route("/<any(p,P):door>/figures", methods=["GET"])
@access("public")
@owns_its_transaction
def published_figures(door: str) -> Response:
    """Visits of this year or the last: how many, when, how often, and whether the rules were kept."""
    with own_transaction(read_only=True) as tx:
        known, whose = asked_here(tx)
        year, this = _year(tx, whose), _today(whose).year
    reader = Reader.of(f"/{door}/figures", request.args)
    up = reader.asking(region=kept_apart(known, whose)).onward("/p")
    reader = reader.asking(region=kept_apart(known, whose), year=str(year.n) if year.n != this else "")
    answer = page(
        "figures.html", reader, place=whose.place, year=year, until=times.day(year.until, reader.language), up=up,
        years=[{"n": n, "here": n == year.n, "href": reader.again(year=str(n) if n != this else "")} for n in (this, this - 1)],
        months=chart_of_months(year.found.months, reader.language), often=chart_of_times(year.found.times, reader.language),
        regions=places(known, whose, reader), table=reader.onward(f"/{door}/figures.csv"),
    )  # fmt: skip
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_S}"
    return answer


@blueprint.route("/<any(p,P):door>/figures.csv", methods=["GET"])
@access("public")
@gives("text/csv")
@owns_its_transaction
def figures_file(door: str) -> Response:
    """The same figures as CSV, with their source and licence."""
    language = Reader.of(f"/{door}/figures.csv", request.args).language
    with own_transaction(read_only=True) as tx:
        whose = asked_here(tx)[1]
        year = _year(tx, whose)
    name = whose.place.name_en if language == "en" else whose.place.name
    answer = Response(figures_csv(year.found, year.n, year.until, name, language), mimetype="text/csv")
    answer.headers.update({**HEADERS, "Cache-Control": f"public, max-age={KEPT_S}", "Access-Control-Allow-Origin": "*"})
    answer.headers["Content-Disposition"] = f'attachment; filename="figures-{whose.code}-{year.n}.csv"'
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _today(whose: Publisher) -> date:
    return now().astimezone(whose.place.zone).date()


def _year(tx: Session, whose: Publisher) -> Year:
    """This year, or the last where `?year=` asks for it."""
    today = _today(whose)
    n = today.year - 1 if request.args.get("year", "") == str(today.year - 1) else today.year
    until = min(today, date(n, 12, 31))
    counted = tally(tx, whose.path, date(n, 1, 1), until, whose.place.zone)
    found = figures(counted, until.month, _months_over(n, today))
    return Year(n, until, found, publishable(queries.visit_counts(tx, whose.path, until, whose.place.zone)))


def _months_over(year: int, today: date) -> int:
    """How many months of the year are so long over that no rating of their visits can still come or change."""
    settled = today - RATING_DAYS
    return 12 if settled.year > year else max(0, settled.month - 1) if settled.year == year else 0
