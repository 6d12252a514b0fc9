"""The tables of carbon: statements, their drawings, claims, activities, sold rights."""

from projects.carbon.models.activities import Activity as Activity
from projects.carbon.models.claims import Claim as Claim
from projects.carbon.models.entered import ActivityStatement as ActivityStatement
from projects.carbon.models.rights import RightKind as RightKind
from projects.carbon.models.rights import SoldRight as SoldRight
from projects.carbon.models.rights import sold_rights as sold_rights
from projects.carbon.models.statements import Statement as Statement
from projects.carbon.models.statements import StatementRun as StatementRun
