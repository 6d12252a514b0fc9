"""Front door: the addresses of the app's rooms, below /api/v1/."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from trusts.attribution import views as attribution
from trusts.attribution.calculating import CalculateView
from trusts.contracts import views as contracts
from trusts.intake import views as intake
from trusts.labels import views as labels
from trusts.ledger import views as ledger
from trusts.own_funds import views as own_funds
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
router.register("chains", contracts.ChainViewSet, basename="chain")
router.register("unallocated", contracts.UnallocatedViewSet, basename="unallocated")
router.register("look-back", contracts.LookBackViewSet, basename="look-back")
router.register("own-placements", own_funds.OwnPlacementViewSet, basename="own-placement")
router.register(
    "own-placement-terms", own_funds.OwnPlacementTermsViewSet, basename="own-placement-terms"
)
router.register("own-movements", own_funds.OwnMovementViewSet, basename="own-movement")
router.register("own-positions", own_funds.OwnPositionViewSet, basename="own-position")
router.register("green-labels", labels.GreenLabelViewSet, basename="green-label")
router.register("label-documents", labels.LabelDocumentViewSet, basename="label-document")
router.register("label-suggestions", labels.LabelSuggestionViewSet, basename="label-suggestion")
router.register("label-rechecks", labels.LabelRecheckViewSet, basename="label-recheck")
router.register("green-amounts", labels.GreenAmountViewSet, basename="green-amount")
router.register("green-rollup", labels.GreenRollupViewSet, basename="green-rollup")
router.register(
    "supplementary-fields", labels.SupplementaryFieldViewSet, basename="supplementary-field"
)
router.register(
    "supplementary-values", labels.SupplementaryValueViewSet, basename="supplementary-value"
)
router.register("attributions", attribution.AttributionViewSet, basename="attribution")
router.register("investees", attribution.InvesteeViewSet, basename="investee")
router.register("investee-years", attribution.InvesteeYearViewSet, basename="investee-year")
router.register(
    "investee-emissions", attribution.InvesteeEmissionViewSet, basename="investee-emission"
)
router.register("exposures", attribution.ExposureViewSet, basename="exposure")
router.register("financed-statements", attribution.FinancedViewSet, basename="financed-statement")
router.register("import-profiles", intake.ImportProfileViewSet, basename="import-profile")
router.register("imports", intake.ImportViewSet, basename="import")
router.register("import-runs", intake.ImportRunViewSet, basename="import-run")
router.register("import-subjects", intake.ImportSubjectViewSet, basename="import-subject")
urlpatterns = [
    path("attribution/calculate", CalculateView.as_view(), name="attribution-calculate"),
    path("oversight/", include("trusts.oversight.urls")),
    path("statistics/", include("trusts.statistics.urls")),
    *router.urls,
]
