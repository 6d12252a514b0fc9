"""The answers of the projects, in the words of attribution."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from config.kernel.errors import DomainError
from config.kernel.periods import Period
from projects.carbon import queries as carbon
from projects.registry import queries as registry
from trusts.attribution.rules import Evidence
from trusts.attribution.sources import Avoided, Finances

#: The tonnes rest on metered output times a factor: PCAF's primary production data.
METERED = (Evidence.PRODUCTION.value,)


class SeveralMethods(DomainError):
    """Project {project} has statements by several methods; alternatives are never added."""

    code = "several_methods"


class FromProjects:
    """Asks carbon for what was spared and the registry for balance sheets and costs."""

    def avoided(
        self, project_ids: Collection[int], *, period: Period, known_at: dt.datetime
    ) -> Mapping[int, Avoided]:
        """
        Return the sum of each project's statements drawn for exactly ``known_at``.

        :raises SeveralMethods: if a project has statements by more than one method.
        """
        samples = self._samples(project_ids, on=period.last_day, known_at=known_at)
        found: dict[int, Avoided] = {}
        for total in carbon.totals(period=period, known_at=known_at, project_ids=project_ids):
            if total.project_id in found:
                raise SeveralMethods(project=total.project_id)
            found[total.project_id] = Avoided(
                tco2e=total.avoided.value,
                statement_count=total.count,
                statements_sha256=total.set_sha256,
                evidence=METERED,
                is_sample=samples.get(total.project_id, False),
            )
        return found

    def finances(
        self, project_ids: Collection[int], *, on: dt.date, known_at: dt.datetime
    ) -> Mapping[int, Finances]:
        """Return the balance sheet of the year of ``on``, and the total investment on ``on``."""
        terms = {
            each.project_id: each
            for each in registry.projects_known(as_of=on, known_at=known_at).filter(
                project_id__in=project_ids
            )
        }
        found: dict[int, Finances] = {}
        for project_id in project_ids:
            held = terms.get(project_id)
            sheet = registry.finance(project_id, year=on.year, known_at=known_at)
            found[project_id] = Finances(
                equity=sheet.equity_cny if sheet else None,
                debt=sheet.debt_cny if sheet else None,
                total_assets=sheet.total_assets_cny if sheet else None,
                total_investment=held.total_investment_cny if held else None,
                finance_id=sheet.id if sheet else None,
                terms_id=held.pk if held else None,
                is_sample=bool((sheet and sheet.is_sample) or (held and held.is_sample)),
            )
        return found

    def _samples(
        self, project_ids: Collection[int], *, on: dt.date, known_at: dt.datetime
    ) -> dict[int, bool]:
        rows = registry.projects_known(as_of=on, known_at=known_at)
        return {
            each.project_id: each.is_sample or each.project.is_sample
            for each in rows.filter(project_id__in=project_ids)
        }


PROJECTS = FromProjects()
