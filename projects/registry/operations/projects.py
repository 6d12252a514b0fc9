"""Register projects, and say what holds for them from a day on."""

from __future__ import annotations

from dataclasses import asdict

from django.db import IntegrityError, transaction

from config.kernel import proposals
from config.kernel.corrections import name_the_corrected
from config.kernel.errors import DomainError, InvalidInput, NotFoundHere
from config.kernel.models import Actor
from projects.registry.models import Owner, Project, ProjectTerms
from projects.registry.rules.technologies import technology
from projects.registry.rules.terms import Terms, judge_terms


class ProjectCodeTaken(DomainError):
    """The code {code} belongs to another project; choose another code."""

    code = "project_code_taken"


@transaction.atomic
def register_project(
    *,
    code: str,
    technology_code: str,
    terms: Terms,
    by: Actor,
    reason: str,
    owner_code: str | None = None,
) -> ProjectTerms:
    """
    Propose a project together with its first terms; it is seen once they are confirmed.

    A code whose first terms were rejected or withdrawn may be proposed again.

    :raises UnknownTechnology: if the table does not hold the technology.
    :raises InvalidInput: naming each field of the terms that is unfit.
    :raises ProjectCodeTaken: if the code belongs to a project that is confirmed, awaits
        confirmation, or was of another technology.
    :raises NotFoundHere: if there is no such owner.
    """
    by.check_may(ProjectTerms.propose_permission)
    technology(technology_code)
    _refuse_faults(terms, technology_code)
    project = _identity(code=code, technology_code=technology_code, is_sample=terms.is_sample)
    return _propose(project, terms, owner_code=owner_code, by=by, reason=reason)


@transaction.atomic
def propose_terms(
    *,
    project_id: int,
    terms: Terms,
    by: Actor,
    reason: str,
    owner_code: str | None = None,
) -> ProjectTerms:
    """
    Propose what holds for a registered project from a day on.

    From a day on which a version begins already, this is a correction and supersedes it.

    :raises NotFoundHere: if there is no such project or owner.
    :raises InvalidInput: naming each field of the terms that is unfit.
    """
    by.check_may(ProjectTerms.propose_permission)
    known = ProjectTerms.objects.confirmed().values("project_id")
    project = Project.objects.filter(pk=project_id, pk__in=known).first()
    if project is None:
        raise NotFoundHere(what="project", key=project_id)
    _refuse_faults(terms, project.technology)
    return _propose(project, terms, owner_code=owner_code, by=by, reason=reason)


def _refuse_faults(terms: Terms, technology_code: str) -> None:
    if found := judge_terms(terms, technology_code=technology_code):
        raise InvalidInput(found)


def _identity(*, code: str, technology_code: str, is_sample: bool) -> Project:
    """Return the project to be, kept from a rejected proposal or new."""
    found: Project | None = Project.objects.filter(code=code).first()
    if found is None:
        project = Project(code=code, technology=technology_code, is_sample=is_sample)
        try:
            with transaction.atomic():
                project.save()
        except IntegrityError as refusal:
            raise ProjectCodeTaken(code=code) from refusal
        return project
    alive = ProjectTerms.objects.filter(project=found, decision__in=["", "confirmed"])
    same = (found.technology, found.is_sample) == (technology_code, is_sample)
    if alive.exists() or not same:
        raise ProjectCodeTaken(code=code)
    return found


def _propose(
    project: Project, terms: Terms, *, owner_code: str | None, by: Actor, reason: str
) -> ProjectTerms:
    content = asdict(terms) | {"provinces": list(terms.provinces)}
    row = ProjectTerms(project=project, owner=_owner(owner_code), **content)
    name_the_corrected(row)
    return proposals.propose(row, by=by, reason=reason)


def _owner(code: str | None) -> Owner | None:
    if not code:
        return None
    found: Owner | None = Owner.objects.filter(code=code, decision__in=["", "confirmed"]).first()
    if found is None:
        raise NotFoundHere(what="owner", key=code)
    return found
