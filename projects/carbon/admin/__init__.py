"""Staff pages of carbon: statements, claims, activities, sales, calculators."""

from projects.carbon.admin import calculator as calculator
from projects.carbon.admin import checker as checker
from projects.carbon.admin import drawing as drawing
from projects.carbon.admin.activities import ActivityAdmin as ActivityAdmin
from projects.carbon.admin.records import ClaimAdmin as ClaimAdmin
from projects.carbon.admin.records import StatementAdmin as StatementAdmin
from projects.carbon.admin.records import StatementRunAdmin as StatementRunAdmin
from projects.carbon.admin.rights import SoldRightAdmin as SoldRightAdmin
