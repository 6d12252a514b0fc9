"""Contracts over HTTP."""

from trusts.contracts.views.answers import AllocationViewSet as AllocationViewSet
from trusts.contracts.views.answers import ChainViewSet as ChainViewSet
from trusts.contracts.views.answers import LookBackViewSet as LookBackViewSet
from trusts.contracts.views.answers import UnallocatedViewSet as UnallocatedViewSet
from trusts.contracts.views.proposals import ContractTermsViewSet as ContractTermsViewSet
from trusts.contracts.views.proposals import ContractViewSet as ContractViewSet
from trusts.contracts.views.proposals import SplitViewSet as SplitViewSet
