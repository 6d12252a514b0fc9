"""Acts on disclosures, and what the room's jobs do."""

from reporting.disclosures.operations.acts import draft as draft
from reporting.disclosures.operations.acts import draft_next as draft_next
from reporting.disclosures.operations.acts import open_ as open_
from reporting.disclosures.operations.acts import open_next as open_next
from reporting.disclosures.operations.acts import publish as publish
from reporting.disclosures.operations.acts import return_ as return_
from reporting.disclosures.operations.acts import sign_off as sign_off
from reporting.disclosures.operations.acts import submit as submit
from reporting.disclosures.operations.acts import withdraw as withdraw
from reporting.disclosures.operations.templating import figure_file as figure_file
from reporting.disclosures.operations.templating import preview as preview
from reporting.disclosures.operations.templating import propose_end as propose_end
from reporting.disclosures.operations.templating import (
    propose_figure_template as propose_figure_template,
)
from reporting.disclosures.operations.templating import (
    propose_word_template as propose_word_template,
)
