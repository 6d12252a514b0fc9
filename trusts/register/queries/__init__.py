"""Questions about products and parties, each with its day and its moment of knowledge."""

from trusts.register.queries.filings import DueRegistration as DueRegistration
from trusts.register.queries.filings import registrations_due as registrations_due
from trusts.register.queries.standing import form as form
from trusts.register.queries.standing import kind as kind
from trusts.register.queries.standing import party_by_code as party_by_code
from trusts.register.queries.standing import product_by_code as product_by_code
from trusts.register.queries.standing import products as products
from trusts.register.queries.standing import roles_of as roles_of
from trusts.register.queries.standing import standing_terms as standing_terms
from trusts.register.queries.standing import terms_history as terms_history
from trusts.register.queries.trade import judged_by_trade as judged_by_trade
from trusts.register.queries.trade import trade_findings as trade_findings
from trusts.register.queries.versions import CONTENT as CONTENT
from trusts.register.queries.versions import Version as Version
from trusts.register.queries.versions import content_of as content_of
from trusts.register.queries.versions import histories as histories
from trusts.register.queries.versions import history as history
from trusts.register.queries.versions import latest_terms as latest_terms
from trusts.register.queries.versions import terms_to_build_on as terms_to_build_on
