"""What an operator's monitoring reads at /metrics, counted when it is asked, in the text format of Prometheus.

Sums and ages of work only: no name, no id, nothing of a visit. The gateway answers it to this machine alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import text
from sqlalchemy.orm import Session

COUNTED: dict[str, tuple[str, str, str]] = {
    "liangma_jobs": (
        "Jobs of the worker by status.",
        "status",
        "SELECT status::text, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1",
    ),
    "liangma_journal_behind": (
        "Entries of the journal that a follower has not read yet.",
        "follower",
        "SELECT follower, (SELECT coalesce(max(seq), 0) FROM journal) - seq FROM journal_place",
    ),
    "liangma_journal_failures": (
        "How often a follower has failed on the entry before it.",
        "follower",
        "SELECT follower, failures FROM journal_place",
    ),
    "liangma_journal_parked": (
        "Entries set aside for somebody to look at: liangma parked.",
        "follower",
        "SELECT place.follower, count(parked.seq) FROM journal_place AS place"
        " LEFT JOIN journal_parked AS parked USING (follower) GROUP BY 1",
    ),
    "liangma_uploads": (
        "Uploads that grow, or wait to be sealed.",
        "state",
        "SELECT state, count(*) FROM upload WHERE state IN ('growing', 'complete') GROUP BY 1",
    ),
    "liangma_alerts": (
        "Alerts that nobody closed, by state.",
        "state",
        "SELECT state, count(*) FROM alert WHERE state IN ('open', 'taken') GROUP BY 1",
    ),
}
"""Name → what it says, its one label, and (label, value) from the database."""

SUMS: dict[str, tuple[str, str]] = {
    "liangma_journal_waiting": ("Events that have no number yet.", "SELECT count(*) FROM journal_inbox"),
    "liangma_alerts_overdue": (
        "Alerts past their term.",
        "SELECT count(*) FROM alert WHERE state IN ('open', 'taken') AND due_at < now()",
    ),
    "liangma_database_bytes": ("Size of the database.", "SELECT pg_database_size(current_database())"),
}


class Metrics(Collector):
    """The figures of one moment; made anew for each question."""

    def __init__(self, tx: Session, *, oldest_s: int, stores_take_bytes: bool, data_dir: Path) -> None:
        self._tx, self._data_dir = tx, data_dir
        self._told = {
            "liangma_queue_oldest_seconds": ("How long the oldest work has waited, in seconds.", oldest_s),
            "liangma_storage_ready": ("Whether every store takes bytes: 1 or 0.", int(stores_take_bytes)),
        }

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every figure with its help."""
        for name, (says, value) in self._told.items():
            yield GaugeMetricFamily(name, says, value)
        for name, (says, question) in SUMS.items():
            yield GaugeMetricFamily(name, says, self._tx.execute(text(question)).scalar_one())
        for name, (says, label, question) in COUNTED.items():
            family = GaugeMetricFamily(name, says, labels=[label])
            for of, value in self._tx.execute(text(question)).all():
                family.add_metric([of], value)
            yield family
        yield GaugeMetricFamily(
            "liangma_data_free_bytes", "Room where uploads grow.", shutil.disk_usage(self._data_dir).free
        )
        release = GaugeMetricFamily("liangma_release", "This release: always 1.", labels=["version"])
        release.add_metric([version("liangma")], 1)
        yield release


def as_text(metrics: Metrics) -> bytes:
    """The figures as Prometheus reads them."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(metrics)
    return generate_latest(registry)
