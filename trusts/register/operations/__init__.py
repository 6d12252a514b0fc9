"""Acts on the register: editions loaded; parties, products, terms, moves and roles proposed."""

from trusts.register.operations.checks import CodeTaken as CodeTaken
from trusts.register.operations.editions import load_editions as load_editions
from trusts.register.operations.moves import NoTermsToMove as NoTermsToMove
from trusts.register.operations.moves import TermsBeginThatDay as TermsBeginThatDay
from trusts.register.operations.moves import keep_document as keep_document
from trusts.register.operations.moves import propose_move as propose_move
from trusts.register.operations.parties import propose_party as propose_party
from trusts.register.operations.persons import NothingSealed as NothingSealed
from trusts.register.operations.persons import Person as Person
from trusts.register.operations.persons import read_person as read_person
from trusts.register.operations.persons import reseal_all as reseal_all
from trusts.register.operations.products import judge as judge
from trusts.register.operations.products import propose_product as propose_product
from trusts.register.operations.products import propose_role as propose_role
from trusts.register.operations.products import propose_terms as propose_terms
from trusts.register.operations.registrations import AboutOneVersion as AboutOneVersion
from trusts.register.operations.registrations import AlreadyFiled as AlreadyFiled
from trusts.register.operations.registrations import (
    propose_change_registration as propose_change_registration,
)
