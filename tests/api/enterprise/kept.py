"""What was kept of what an enterprise said, and how a page answers."""

import re

from backend.inspections.models import Recusal, Statement


def statements(office):
    return office.world.look(lambda tx: [row.words for row in tx.query(Statement).order_by(Statement.at, Statement.id)])


def asked(office):
    return office.world.look(lambda tx: tx.query(Recusal).all())


def headline(page):
    return re.search(r"<h1>(.*?)</h1>", page.text)[1]
