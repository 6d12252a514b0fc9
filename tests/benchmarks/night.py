"""
All disclosures of a company with 500 products, drafted, signed off and published in one night.

Real Celery workers take the runs from a real broker: first one process does a half, then two do
the other. Each product has its green report and the company one disclosure of each kind, all of
them in all forms and both languages, once for review and once for the public. Beside it stands
what rendering alone costs: one document in the same forms twice, in one process, nothing stored.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

PRODUCTS, CONTRACTS_EACH, ENTRIES_EACH = 500, 5, 50
WORKERS = (1, 2)
YEAR = 2025
PRODUCT_KIND = "product_green_report"
ORGANIZATION = {
    "organization_zh": "样本信托有限责任公司",
    "organization_en": "Sample Trust Co., Ltd.",
}
CHECKED_EACH = 25  # every so many-th pack is checked whole
PATIENCE_SECONDS = 4 * 3600


def run(*, products: int = PRODUCTS, workers: Sequence[int] = WORKERS) -> dict[str, Any]:
    """Fill a throw-away house, publish, and return how much was done in a minute and by what."""
    home = Path(tempfile.mkdtemp(prefix="green-trust-bench-"))
    home.chmod(0o755)
    os.environ |= {"GREEN_TRUST_HOME": str(home), "GREEN_TRUST_PROCESS": "worker"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    try:
        return _measured(products, workers)
    finally:
        from tests.faults import house

        house.close()
        shutil.rmtree(home, ignore_errors=True)


def _measured(products: int, workers: Sequence[int]) -> dict[str, Any]:
    night = _opened(products)
    from django.utils import timezone

    from config.kernel.periods import Period
    from reporting.disclosures.kinds.table import KINDS
    from reporting.figures.operations import draw_figures

    period, known_at = Period.year(YEAR), timezone.now()
    begun = time.perf_counter()
    figures = draw_figures(period=period, known_at=known_at, by=night.officer, key="night")
    drawn_s = time.perf_counter() - begun
    titles = [(PRODUCT_KIND, f"B-{number}") for number in range(1, products + 1)]
    titles += [(code, "") for code in KINDS if code != PRODUCT_KIND]
    found: dict[str, Any] = {}
    for place, count in enumerate(workers):
        asked = titles[place :: len(workers)]
        found[f"with_{count}"] = night.publish(asked, period, known_at, processes=count)
    return {
        "products": products,
        "disclosures": len(titles),
        "figures": figures.count,
        "drawing_figures_s": round(drawn_s, 1),
        **found,
        **night.bare(),
        **night.checked(),
        "cores": os.cpu_count(),
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("celery", "Django", "typst")},
        },
    }


def _opened(products: int) -> _Night:
    from tests.faults import house

    house.open_house()
    house.use_embedded_broker()
    from config.demo.editions import Editions
    from config.demo.people import open_sample_accounts
    from config.embedded import places
    from tests.benchmarks.ingest import _owner
    from tests.benchmarks.statistics import _superuser
    from tests.trusts import filling
    from trusts.ledger.models import Account
    from trusts.ledger.operations import load_chart

    cast = open_sample_accounts(passwords=places.home() / "accounts.json")
    Editions(cast).load()
    if not Account.objects.exists():
        load_chart(by=cast.registrar)
    scale = filling.Scale(products, CONTRACTS_EACH * products, ENTRIES_EACH * products)
    with _superuser(_owner) as connection:
        filling.fill(connection, scale, person=cast.registrar.pk)
    return _Night(cast.officer, cast.reviewer)


class _Night:
    """Who drafts, who signs off, and the workers between them."""

    def __init__(self, officer: Any, reviewer: Any) -> None:
        self.officer, self.reviewer = officer, reviewer

    def publish(
        self,
        asked: Sequence[tuple[str, str]],
        period: Any,
        known_at: dt.datetime,
        *,
        processes: int,
    ) -> dict[str, Any]:
        """Draft, sign off and publish; return how long it took and what the workers used."""
        from reporting.disclosures import operations
        from reporting.disclosures.models import DisclosureVersion

        before = _children_worked()
        with _workers(processes):
            begun = time.perf_counter()
            runs = [
                operations.draft(
                    kind=kind,
                    period=period,
                    **ORGANIZATION,
                    by=self.officer,
                    reason="night",
                    known_at=known_at,
                    subject=subject,
                )
                for kind, subject in asked
            ]
            done = _ended(runs)
            drafted_s = time.perf_counter() - begun
            ids = [each.result["version_id"] for each in done]
            versions = list(DisclosureVersion.objects.filter(pk__in=ids).order_by("id"))
            begun = time.perf_counter()
            for each in versions:
                operations.submit(version=each, by=self.officer, reason="night")
                operations.sign_off(version=each, by=self.reviewer, seen_sha256=each.content_sha256)
            signed_s = time.perf_counter() - begun
            begun = time.perf_counter()
            _ended([operations.publish(version=each, by=self.officer) for each in versions])
            published_s = time.perf_counter() - begun
        worked = _children_worked() - before
        return {
            "disclosures": len(versions),
            "drafted_s": round(drafted_s, 1),
            "signed_off_s": round(signed_s, 1),
            "published_s": round(published_s, 1),
            "drafts_a_minute": round(60 * len(versions) / drafted_s, 1),
            "publications_a_minute": round(60 * len(versions) / published_s, 1),
            "cpu_s_each": round(worked / len(versions), 2),
        }

    def bare(self) -> dict[str, float]:
        """Return the processor seconds of rendering alone, of one product's document twice."""
        from reporting.disclosures import queries
        from reporting.rendering.child import FORMS, Options

        published = queries.newest_version(kind=PRODUCT_KIND, language="en")
        if published is None:
            raise RuntimeError("Nothing was drafted.")
        documents = [
            queries.signed_document(published, each) for each in published.disclosure.languages
        ]
        for _warm in range(2):
            begun = time.process_time()
            for document in documents:
                for form in FORMS.values():
                    form.render(document, Options())
        return {"rendering_alone_cpu_s_each": round(2 * (time.process_time() - begun), 2)}

    def checked(self) -> dict[str, int]:
        """Return how much was published, once what was published is seen to hold."""
        from django.db.models import Sum

        from reporting.disclosures import queries
        from reporting.disclosures.models import Artefact

        packs = list(queries.packs().order_by("sequence"))
        for each in packs[::CHECKED_EACH]:
            if faults := queries.check_pack(each):
                raise RuntimeError(f"{each}: {faults}")
        stored = Artefact.objects.aggregate(size=Sum("file__size_bytes"))
        files = Artefact.objects.filter(is_published=True).count()
        return {"packs": len(packs), "public_files": files, "stored_mb": stored["size"] >> 20}


def _children_worked() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def _workers(processes: int) -> Iterator[None]:
    """Keep one real worker with so many processes; it has begun to take runs when this yields."""
    from config.celery import app

    name = f"night-{processes}@localhost"
    command = [sys.executable, "-W", "ignore", "-m", "celery", "-A", "config.celery", "worker"]
    options = ["-Q", "default,compute,render", "-c", str(processes), "-n", name]
    worker = subprocess.Popen(
        [*command, *options, "--loglevel", "ERROR"],
        env=os.environ | {"GREEN_TRUST_PROCESS": "worker", "LOG_LEVEL": "ERROR"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_until(lambda: bool(app.control.ping([name], timeout=1)), seconds=120)
        yield
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait()


def _ended(runs: Sequence[Any]) -> list[Any]:
    """Wait for the runs; return them as they ended."""
    from config.jobs.models import Run, RunState

    ids = [each.pk for each in runs]
    ended = (RunState.DONE, RunState.FAILED, RunState.QUARANTINED)
    rows = Run.objects.filter(pk__in=ids)
    _wait_until(lambda: rows.filter(state__in=ended).count() == len(ids), seconds=PATIENCE_SECONDS)
    found = list(rows.order_by("id"))
    failed = [each for each in found if each.state != RunState.DONE]
    if failed:
        raise RuntimeError(f"{len(failed)} runs failed; {failed[0]}: {failed[0].error}")
    return found


def _wait_until(is_so: Callable[[], bool], *, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > ends:
            raise RuntimeError("It did not come to be in time.")
        time.sleep(0.2)


def main() -> None:
    """Run the benchmark at a scale of one's own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=PRODUCTS)
    parser.add_argument("--workers", type=int, nargs="+", default=list(WORKERS))
    sys.stdout.write(json.dumps(run(**vars(parser.parse_args())), indent=1) + "\n")


if __name__ == "__main__":
    main()
