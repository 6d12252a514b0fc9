"""The registry's tables."""

from projects.registry.models.finances import ProjectFinance as ProjectFinance
from projects.registry.models.owners import Owner as Owner
from projects.registry.models.projects import Project as Project
from projects.registry.models.projects import ProjectTerms as ProjectTerms
from projects.registry.models.stations import Station as Station
from projects.registry.models.stations import StationBatch as StationBatch
