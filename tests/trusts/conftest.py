"""The books that the tests of trusts stand on."""

import pytest

from config.accounts.models import User
from tests.trusts.books import Books
from tests.trusts.green import Green
from trusts.ledger.operations import load_chart
from trusts.register.operations import load_editions


@pytest.fixture
def books(alice: User, bob: User) -> Books:
    """Return empty books with the editions loaded."""
    load_editions(by=alice)
    load_chart(by=alice)
    return Books(alice, bob)


@pytest.fixture
def green(books: Books) -> Green:
    """Return empty books with criteria and a catalogue to be green by."""
    found = Green(books)
    found.prepare()
    return found
