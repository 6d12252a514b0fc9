"""Recompute a disclosure from stored facts and say, in plain words, whether it still holds."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.kernel.errors import DomainError
from reporting.disclosures import queries
from reporting.disclosures.models import DisclosureVersion
from reporting.disclosures.restating import queries as restating
from reporting.figures.queries.verifying import Mismatch, verify
from reporting.figures.rules.values import hash_of_set

SHOWN = 20


class Command(BaseCommand):
    """``manage.py verify GTD-2025-0001``: status 0 if every figure and file holds, 1 if not."""

    help = "Recompute every figure of a disclosure from stored facts and compare hashes."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the disclosure's number and, if not the last, the version's."""
        parser.add_argument("code", help="the number of the disclosure, such as GTD-2025-0001")
        parser.add_argument("--number", type=int, default=None, help="the version; the last one")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Verify and print; end with status 1 if anything does not hold."""
        try:
            disclosure = queries.disclosure_of(options["code"])
            version = queries.version_of(disclosure, options["number"])
            sound = self._verify(version)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        if not sound:
            raise SystemExit(1)

    def _verify(self, version: DisclosureVersion) -> bool:
        self.stdout.write(f"{version}: {version.disclosure.title_zh}")
        self.stdout.write(f"known at {version.known_at.isoformat()}, {version.state.value}")
        found = verify(version.figure_set)
        self.stdout.write(
            f"recomputed {found.figures} figures, {found.statements} carbon statements, "
            f"{found.attributions} attribution statements, and the day blocks below them"
        )
        signed = version.figures_sha256 == hash_of_set(queries.signed_figures(version))
        if not signed:
            self.stderr.write("NOT WHAT WAS SIGNED: the set of figures has another hash")
        beside = [(each, verify(each)) for each in restating.sets_beside(version)]
        for figure_set, other in beside:
            self.stdout.write(f"recomputed {other.figures} figures of the set beside {figure_set}")
        mismatches = [*found.mismatches, *(one for _, other in beside for one in other.mismatches)]
        touched = {figure.figure_id for each in mismatches for figure in each.figures}
        for each in mismatches:
            self._say(each)
        files = queries.artefacts_of(version)
        damaged = queries.damaged(version)
        for artefact, why in damaged:
            self.stderr.write(f"DAMAGED FILE {artefact.file_name}: {why}")
        self.stdout.write(f"{len(files) - len(damaged)} of {len(files)} files have their hashes")
        faults = self._pack(version)
        sound = not mismatches and signed and not damaged and not faults
        self.stdout.write(
            "VERIFIED: every figure follows from the stored facts"
            if sound
            else f"FAILED: {len(mismatches)} mismatch(es), "
            f"{len(touched)} figure(s) touched, {len(damaged)} damaged file(s)"
        )
        return sound

    def _pack(self, version: DisclosureVersion) -> int:
        """Check the published pack, if there is one; return how much of it does not hold."""
        pack = queries.pack_of(version)
        if pack is None:
            return 0
        faults = queries.check_pack(pack)
        for each in faults[:SHOWN]:
            self.stderr.write(f"PACK {each}")
        if not faults:
            self.stdout.write(f"the pack holds: number {pack.sequence} of the chain, as signed")
        return len(faults)

    def _say(self, mismatch: Mismatch) -> None:
        self.stderr.write(f"MISMATCH ({mismatch.layer}): {mismatch.fact}")
        self.stderr.write(f"    stored {mismatch.stored}")
        self.stderr.write(f"    found  {mismatch.found}")
        for each in mismatch.figures[:SHOWN]:
            self.stderr.write(f"    touches {each.figure_id} {each.label_zh} / {each.label_en}")
        if len(mismatch.figures) > SHOWN:
            self.stderr.write(f"    and {len(mismatch.figures) - SHOWN} more figure(s)")
