"""Front door: the addresses of the app's rooms, below /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from trusts.attribution import views as attribution
from trusts.attribution.calculating import CalculateView
from trusts.contracts import views as contracts
from trusts.intake import views as intake
from trusts.ledger import views as ledger
from trusts.register import views as register

router = SimpleRouter(use_regex_path=False)
router.register("trust-kinds", register.TrustKindViewSet, basename="trust-kind")
router.register("green-forms", register.GreenFormViewSet, basename="green-form")
router.register("parties", register.PartyViewSet, basename="party")
router.register("products", register.ProductViewSet, basename="product")
router.register("product-terms", register.ProductTermsViewSet, basename="product-terms")
router.register("party-roles", register.PartyRoleViewSet, basename="party-role")
router.register(
    "change-registrations", register.ChangeRegistrationViewSet, basename="change-registration"
)
router.register("registrations-due", register.DueRegistrationViewSet, basename="registration-due")
router.register("personal-readings", register.PersonalReadingViewSet, basename="personal-reading")
router.register("ledger-accounts", ledger.AccountViewSet, basename="ledger-account")
router.register("ledger-entries", ledger.EntryViewSet, basename="ledger-entry")
router.register("ledger-batches", ledger.EntryBatchViewSet, basename="ledger-batch")
router.register("unit-classes", ledger.UnitClassViewSet, basename="unit-class")
router.register("books", ledger.BooksViewSet, basename="books")
router.register("ledger-periods", ledger.PeriodMoveViewSet, basename="ledger-period")
router.register("balances", ledger.BalanceViewSet, basename="balance")
router.register("contracts", contracts.ContractViewSet, basename="contract")
router.register("contract-terms", contracts.ContractTermsViewSet, basename="contract-terms")
router.register("splits", contracts.SplitViewSet, basename="split")
router.register("allocations", contracts.AllocationViewSet, basename="allocation")
router.register("attributions", attribution.AttributionViewSet, basename="attribution")
router.register("import-profiles", intake.ImportProfileViewSet, basename="import-profile")
router.register("imports", intake.ImportViewSet, basename="import")
urlpatterns = [
    path("import-runs/<int:pk>/", intake.ImportRunView.as_view(), name="import-run"),
    path("import-subjects/", intake.ImportSubjectsView.as_view(), name="import-subjects"),
    path(
        "import-subjects/<slug:name>/template/",
        intake.ImportTemplateView.as_view(),
        name="import-template",
    ),
    path("attribution/calculate", CalculateView.as_view(), name="attribution-calculate"),
    *router.urls,
]
