"""What the ledger says and takes over HTTP."""

from trusts.ledger.serializers.entries import EntrySerializer as EntrySerializer
