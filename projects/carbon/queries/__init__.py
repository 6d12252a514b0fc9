"""Questions to carbon: what would be drawn, what was drawn, and claims beside it."""

from projects.carbon.queries.activities import activities as activities
from projects.carbon.queries.activities import activity_yields as activity_yields
from projects.carbon.queries.beside import FactorBeside as FactorBeside
from projects.carbon.queries.beside import factors_beside as factors_beside
from projects.carbon.queries.calculations import FromLibrary as FromLibrary
from projects.carbon.queries.calculations import Place as Place
from projects.carbon.queries.calculations import calculation as calculation
from projects.carbon.queries.claims import ClaimCheck as ClaimCheck
from projects.carbon.queries.claims import claim_check as claim_check
from projects.carbon.queries.drafts import Drafts as Drafts
from projects.carbon.queries.drafts import NotDrawn as NotDrawn
from projects.carbon.queries.drafts import drafts as drafts
from projects.carbon.queries.drafts import methods_for as methods_for
from projects.carbon.queries.moves import StatementMove as StatementMove
from projects.carbon.queries.moves import statements_moved as statements_moved
from projects.carbon.queries.rights import ClaimableAmount as ClaimableAmount
from projects.carbon.queries.rights import claimable_in as claimable_in
from projects.carbon.queries.rights import claimable_of as claimable_of
from projects.carbon.queries.statements import NothingToRecompute as NothingToRecompute
from projects.carbon.queries.statements import ProjectTotal as ProjectTotal
from projects.carbon.queries.statements import latest_drawing as latest_drawing
from projects.carbon.queries.statements import recompute as recompute
from projects.carbon.queries.statements import recompute_all as recompute_all
from projects.carbon.queries.statements import statements as statements
from projects.carbon.queries.statements import totals as totals
