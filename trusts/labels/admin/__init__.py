"""Staff pages of labels."""

from trusts.labels.admin import labels as labels
from trusts.labels.admin import pages as pages
from trusts.labels.admin import supplementary as supplementary
