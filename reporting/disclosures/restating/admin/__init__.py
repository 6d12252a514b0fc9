"""Staff pages of restatements."""

from reporting.disclosures.restating.admin import pages as pages
