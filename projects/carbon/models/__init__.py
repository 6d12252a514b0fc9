"""The tables of carbon: statements, the drawings that made them, claims, activities."""

from projects.carbon.models.activities import Activity as Activity
from projects.carbon.models.claims import Claim as Claim
from projects.carbon.models.statements import Statement as Statement
from projects.carbon.models.statements import StatementRun as StatementRun
