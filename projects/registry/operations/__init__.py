"""The registry's acts."""

from projects.registry.operations.finances import propose_finance as propose_finance
from projects.registry.operations.owners import propose_owner as propose_owner
from projects.registry.operations.projects import propose_terms as propose_terms
from projects.registry.operations.projects import register_project as register_project
from projects.registry.operations.stations import propose_stations as propose_stations
