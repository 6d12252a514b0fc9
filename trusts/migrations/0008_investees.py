"""Investees of every asset class of PCAF, and what money finances of them."""

from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from trusts.register.schema import promises


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0007_activity_statements"),
        ("trusts", "0007_intake"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Investee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="proposed at"),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "awaiting confirmation"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="",
                        editable=False,
                        max_length=9,
                        verbose_name="decision",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="decided at"),
                ),
                (
                    "decision_note",
                    models.TextField(
                        blank=True, editable=False, verbose_name="note on the decision"
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="recorded at"),
                ),
                (
                    "content_sha256",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="content SHA-256"
                    ),
                ),
                ("code", models.CharField(max_length=60, verbose_name="code")),
                ("name_zh", models.CharField(max_length=200, verbose_name="Chinese name")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("company", "company"),
                            ("project", "project"),
                            ("property", "property"),
                            ("vehicle", "vehicle"),
                            ("asset", "asset of a use-of-proceeds instrument"),
                            ("pool", "pool of assets"),
                            ("state", "state"),
                            ("region", "province, city or other sub-sovereign"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("is_sample", models.BooleanField(default=False, verbose_name="sample data")),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        help_text="Of a company that is a counterparty: its loans and bonds then find it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        help_text="Of a project: its balance sheet and total investment stand in its register.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "investee",
                "verbose_name_plural": "investees",
            },
        ),
        migrations.CreateModel(
            name="FinancedStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="recorded at"),
                ),
                ("investee_code", models.CharField(max_length=60, verbose_name="investee code")),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                ("known_at", models.DateTimeField(verbose_name="moment of knowledge")),
                (
                    "asset_class",
                    models.CharField(
                        choices=[
                            ("listed_equity_corporate_bonds", "listed equity and corporate bonds"),
                            (
                                "business_loans_unlisted_equity",
                                "business loans and unlisted equity",
                            ),
                            ("project_finance", "project finance"),
                            ("commercial_real_estate", "commercial real estate"),
                            ("mortgages", "mortgages"),
                            ("motor_vehicle_loans", "motor vehicle loans"),
                            ("sovereign_debt", "sovereign debt"),
                            ("use_of_proceeds", "use of proceeds"),
                            (
                                "securitisations_structured_products",
                                "securitizations and structured products",
                            ),
                            ("sub_sovereign_debt", "sub-sovereign debt"),
                        ],
                        max_length=40,
                        verbose_name="asset class by PCAF",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[("pcaf", "PCAF"), ("guide", "green-credit guide")],
                        max_length=10,
                        verbose_name="method",
                    ),
                ),
                (
                    "method_version",
                    models.CharField(max_length=40, verbose_name="version of the method"),
                ),
                (
                    "outstanding_cny",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=20,
                        verbose_name="outstanding under the contract (CNY)",
                    ),
                ),
                (
                    "allocated_cny",
                    models.DecimalField(
                        decimal_places=2, max_digits=20, verbose_name="placed in the investee (CNY)"
                    ),
                ),
                (
                    "numerator",
                    models.DecimalField(decimal_places=6, max_digits=24, verbose_name="counted"),
                ),
                (
                    "denominator",
                    models.DecimalField(
                        decimal_places=6, max_digits=24, null=True, verbose_name="denominator"
                    ),
                ),
                ("basis", models.CharField(max_length=20, verbose_name="divided by")),
                (
                    "share",
                    models.DecimalField(decimal_places=12, max_digits=18, verbose_name="share"),
                ),
                ("is_capped", models.BooleanField(verbose_name="capped at 1")),
                ("tonnes", models.JSONField(verbose_name="tonnes by kind")),
                (
                    "data_quality",
                    models.SmallIntegerField(null=True, verbose_name="PCAF data quality score"),
                ),
                ("inputs", models.JSONField(verbose_name="inputs")),
                ("is_sample", models.BooleanField(verbose_name="rests on sample data")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "investee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.investee",
                        verbose_name="investee",
                    ),
                ),
            ],
            options={
                "verbose_name": "financed statement",
                "verbose_name_plural": "financed statements",
            },
        ),
        migrations.CreateModel(
            name="Exposure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="proposed at"),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "awaiting confirmation"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="",
                        editable=False,
                        max_length=9,
                        verbose_name="decision",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="decided at"),
                ),
                (
                    "decision_note",
                    models.TextField(
                        blank=True, editable=False, verbose_name="note on the decision"
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="recorded at"),
                ),
                (
                    "content_sha256",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="content SHA-256"
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="effective from")),
                (
                    "asset_class",
                    models.CharField(
                        choices=[
                            ("listed_equity_corporate_bonds", "listed equity and corporate bonds"),
                            (
                                "business_loans_unlisted_equity",
                                "business loans and unlisted equity",
                            ),
                            ("project_finance", "project finance"),
                            ("commercial_real_estate", "commercial real estate"),
                            ("mortgages", "mortgages"),
                            ("motor_vehicle_loans", "motor vehicle loans"),
                            ("sovereign_debt", "sovereign debt"),
                            ("use_of_proceeds", "use of proceeds"),
                            (
                                "securitisations_structured_products",
                                "securitizations and structured products",
                            ),
                            ("sub_sovereign_debt", "sub-sovereign debt"),
                        ],
                        max_length=40,
                        verbose_name="asset class by PCAF",
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(
                        decimal_places=6,
                        default=Decimal("100"),
                        help_text="0 ends the exposure. What stands on a project is said by the split.",
                        max_digits=9,
                        verbose_name="part of what stands on no project (%)",
                    ),
                ),
                (
                    "shares_held",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="shares held",
                    ),
                ),
                (
                    "total_shares",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="shares in all",
                    ),
                ),
                (
                    "value_at_origination_cny",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Of the property or the vehicle; fixed, unless the contract is modified.",
                        max_digits=20,
                        null=True,
                        verbose_name="value at origination (CNY)",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        help_text="The version that this one corrects, if it corrects one.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.exposure",
                        verbose_name="supersedes",
                    ),
                ),
                (
                    "investee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.investee",
                        verbose_name="investee",
                    ),
                ),
            ],
            options={
                "verbose_name": "exposure",
                "verbose_name_plural": "exposures",
            },
        ),
        migrations.CreateModel(
            name="InvesteeEmission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="proposed at"),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "awaiting confirmation"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="",
                        editable=False,
                        max_length=9,
                        verbose_name="decision",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="decided at"),
                ),
                (
                    "decision_note",
                    models.TextField(
                        blank=True, editable=False, verbose_name="note on the decision"
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="recorded at"),
                ),
                (
                    "content_sha256",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="content SHA-256"
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="effective from")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "source",
                    models.TextField(
                        help_text="Audited accounts, price of a day, valuation, report, statistics.",
                        verbose_name="source",
                    ),
                ),
                ("is_sample", models.BooleanField(default=False, verbose_name="sample data")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("scope_1", "scope 1"),
                            ("scope_2", "scope 2"),
                            ("scope_3", "scope 3"),
                            ("scope_1_lulucf", "scope 1 with land use"),
                            ("removed", "removed"),
                            ("avoided", "avoided"),
                            ("credits_retired", "credits retired"),
                            ("credits_generated", "credits generated"),
                        ],
                        max_length=20,
                        verbose_name="kind of tonnes",
                    ),
                ),
                (
                    "mass_tco2e",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=24,
                        verbose_name="of the whole investee (tCO2e)",
                    ),
                ),
                (
                    "option",
                    models.CharField(
                        help_text="PCAF's option: 1a reported and verified, 1b reported, 2a from energy, 2b from production, 3a from revenue, 3b from assets, 3c from turnover; buildings and vehicles have options of their own.",
                        max_length=4,
                        verbose_name="option of evidence",
                    ),
                ),
                (
                    "verified_by",
                    models.CharField(
                        blank=True,
                        help_text="Who verified it and in which statement; asked for by option 1a.",
                        max_length=200,
                        verbose_name="verified by",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "investee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.investee",
                        verbose_name="investee",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        help_text="The version that this one corrects, if it corrects one.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.investeeemission",
                        verbose_name="supersedes",
                    ),
                ),
            ],
            options={
                "verbose_name": "emissions of an investee",
                "verbose_name_plural": "emissions of investees",
            },
        ),
        migrations.CreateModel(
            name="InvesteeYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="proposed at"),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "awaiting confirmation"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="",
                        editable=False,
                        max_length=9,
                        verbose_name="decision",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="decided at"),
                ),
                (
                    "decision_note",
                    models.TextField(
                        blank=True, editable=False, verbose_name="note on the decision"
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="recorded at"),
                ),
                (
                    "content_sha256",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="content SHA-256"
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="effective from")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "source",
                    models.TextField(
                        help_text="Audited accounts, price of a day, valuation, report, statistics.",
                        verbose_name="source",
                    ),
                ),
                ("is_sample", models.BooleanField(default=False, verbose_name="sample data")),
                (
                    "equity_cny",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Below zero if losses ate it up.",
                        max_digits=20,
                        null=True,
                        verbose_name="total equity (CNY)",
                    ),
                ),
                (
                    "debt_cny",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=20,
                        null=True,
                        verbose_name="total debt, book value (CNY)",
                    ),
                ),
                (
                    "total_assets_cny",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=20,
                        null=True,
                        verbose_name="total assets (CNY)",
                    ),
                ),
                (
                    "market_cap_ordinary_cny",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Of a listed company, at the end of the year: makes its EVIC.",
                        max_digits=20,
                        null=True,
                        verbose_name="market capitalization, ordinary shares (CNY)",
                    ),
                ),
                (
                    "market_cap_preferred_cny",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=20,
                        null=True,
                        verbose_name="market capitalization, preferred shares (CNY)",
                    ),
                ),
                (
                    "minority_interests_cny",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=20,
                        null=True,
                        verbose_name="minority interests, book value (CNY)",
                    ),
                ),
                (
                    "asset_value_cny",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Of an asset that proceeds are used for, or of the pool behind a security.",
                        max_digits=20,
                        null=True,
                        verbose_name="value of the asset or balance of the pool (CNY)",
                    ),
                ),
                (
                    "total_investment_cny",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="What the green-credit guide divides by.",
                        max_digits=20,
                        null=True,
                        verbose_name="total investment (CNY)",
                    ),
                ),
                (
                    "ppp_gdp_usd",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=20,
                        null=True,
                        verbose_name="PPP-adjusted GDP (international USD)",
                    ),
                ),
                (
                    "cny_per_usd",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=12,
                        null=True,
                        verbose_name="CNY per USD at the end of the year",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "investee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.investee",
                        verbose_name="investee",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        help_text="The version that this one corrects, if it corrects one.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="trusts.investeeyear",
                        verbose_name="supersedes",
                    ),
                ),
            ],
            options={
                "verbose_name": "value of an investee",
                "verbose_name_plural": "values of investees",
            },
        ),
        migrations.AddConstraint(
            model_name="investee",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__in", ["", "confirmed"])),
                fields=("code",),
                name="an_investee_code_is_held_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="investee",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__in", ["", "confirmed"])),
                fields=("project",),
                name="a_project_is_one_investee",
            ),
        ),
        migrations.AddConstraint(
            model_name="investee",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__in", ["", "confirmed"])),
                fields=("party",),
                name="a_party_is_one_investee",
            ),
        ),
        migrations.AddConstraint(
            model_name="investee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "project"), ("project__isnull", False)),
                    models.Q(
                        models.Q(("kind", "project"), _negated=True), ("project__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="an_investee_names_a_project_if_it_is_one",
                violation_error_message="A project is named by an investee of that kind alone.",
            ),
        ),
        migrations.AddConstraint(
            model_name="investee",
            constraint=models.CheckConstraint(
                condition=models.Q(("party__isnull", True), ("kind", "company"), _connector="OR"),
                name="a_party_is_a_company",
                violation_error_message="Only a company names a party.",
            ),
        ),
        migrations.AddConstraint(
            model_name="investee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "company",
                            "project",
                            "property",
                            "vehicle",
                            "asset",
                            "pool",
                            "state",
                            "region",
                        ],
                    )
                ),
                name="an_investee_is_of_a_known_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="financedstatement",
            index=models.Index(
                fields=["product", "starts_on", "ends_on", "known_at"], name="financed_of_product"
            ),
        ),
        migrations.AddConstraint(
            model_name="financedstatement",
            constraint=models.UniqueConstraint(
                fields=("investee", "contract", "starts_on", "ends_on", "known_at", "method"),
                name="a_financed_share_is_stated_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="financedstatement",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__gte", 0), ("share__lte", 1)),
                name="a_financed_share_is_at_most_all",
            ),
        ),
        migrations.AddConstraint(
            model_name="financedstatement",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                name="a_financed_statement_covers_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="exposure",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__range", (Decimal("0"), Decimal("100")))),
                name="an_exposure_is_a_part_of_the_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="exposure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "asset_class__in",
                        [
                            "listed_equity_corporate_bonds",
                            "business_loans_unlisted_equity",
                            "project_finance",
                            "commercial_real_estate",
                            "mortgages",
                            "motor_vehicle_loans",
                            "sovereign_debt",
                            "use_of_proceeds",
                            "securitisations_structured_products",
                            "sub_sovereign_debt",
                        ],
                    )
                ),
                name="an_exposure_is_in_a_class_of_pcaf",
            ),
        ),
        migrations.AddConstraint(
            model_name="exposure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("shares_held__isnull", True), ("total_shares__isnull", True)),
                    models.Q(
                        ("shares_held__gte", 0),
                        ("shares_held__lte", models.F("total_shares")),
                        ("total_shares__gt", 0),
                        ("total_shares__lt", Decimal("1000000000000000000")),
                    ),
                    _connector="OR",
                ),
                name="a_stake_is_a_part_of_all_shares",
            ),
        ),
        migrations.AddConstraint(
            model_name="exposure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value_at_origination_cny__isnull", True),
                    models.Q(
                        ("value_at_origination_cny__gt", 0),
                        ("value_at_origination_cny__lt", Decimal("1000000000000000000")),
                    ),
                    _connector="OR",
                ),
                name="a_value_at_origination_is_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="investeeemission",
            constraint=models.CheckConstraint(
                condition=models.Q(("effective_from__year", models.F("year"))),
                name="emissions_of_an_investee_hold_in_their_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="investeeemission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mass_tco2e__gte", 0), ("mass_tco2e__lt", Decimal("1000000000000000000"))
                ),
                name="emissions_of_an_investee_are_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="investeeemission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "scope_1",
                            "scope_2",
                            "scope_3",
                            "scope_1_lulucf",
                            "removed",
                            "avoided",
                            "credits_retired",
                            "credits_generated",
                        ],
                    )
                ),
                name="tonnes_of_an_investee_are_of_a_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="investeeyear",
            constraint=models.CheckConstraint(
                condition=models.Q(("effective_from__year", models.F("year"))),
                name="a_value_of_an_investee_holds_in_its_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="investeeyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("debt_cny__isnull", True),
                    models.Q(
                        ("debt_cny__gte", 0), ("debt_cny__lt", Decimal("1000000000000000000"))
                    ),
                    _connector="OR",
                ),
                name="debt_cny_of_an_investee_is_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="investeeyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("total_assets_cny__isnull", True),
                    models.Q(
                        ("total_assets_cny__gte", 0),
                        ("total_assets_cny__lt", Decimal("1000000000000000000")),
                    ),
                    _connector="OR",
                ),
                name="total_assets_cny_of_an_investee_is_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="investeeyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("market_cap_ordinary_cny__isnull", True),
                    models.Q(
                        ("market_cap_ordinary_cny__gte", 0),
                        ("market_cap_ordinary_cny__lt", Decimal("1000000000000000000")),
                    ),
                    _connector="OR",
                ),
                name="market_cap_ordinary_cny_of_an_investee_is_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="investeeyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("market_cap_preferred_cny__isnull", True),
                    models.Q(
                        ("market_cap_preferred_cny__gte", 0),
                        ("market_cap_preferred_cny__lt", Decimal("1000000000000000000")),
                    ),
                    _connector="OR",
                ),
                name="market_cap_preferred_cny_of_an_investee_is_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="investeeyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minority_interests_cny__isnull", True),
                    models.Q(
                        ("minority_interests_cny__gte", 0),
                        ("minority_interests_cny__lt", Decimal("1000000000000000000")),
                    ),
                    _connector="OR",
                ),
                name="minority_interests_cny_of_an_investee_is_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="investeeyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asset_value_cny__isnull", True),
                    models.Q(
                        ("asset_value_cny__gte", 0),
                        ("asset_value_cny__lt", Decimal("1000000000000000000")),
                    ),
                    _connector="OR",
                ),
                name="asset_value_cny_of_an_investee_is_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="investeeyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("total_investment_cny__isnull", True),
                    models.Q(
                        ("total_investment_cny__gte", 0),
                        ("total_investment_cny__lt", Decimal("1000000000000000000")),
                    ),
                    _connector="OR",
                ),
                name="total_investment_cny_of_an_investee_is_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="investeeyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ppp_gdp_usd__isnull", True),
                    models.Q(
                        ("ppp_gdp_usd__gte", 0), ("ppp_gdp_usd__lt", Decimal("1000000000000000000"))
                    ),
                    _connector="OR",
                ),
                name="ppp_gdp_usd_of_an_investee_is_an_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="investeeyear",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cny_per_usd__isnull", True),
                    models.Q(("cny_per_usd__gt", 0), ("cny_per_usd__lt", Decimal("100000"))),
                    _connector="OR",
                ),
                name="a_rate_of_exchange_is_above_zero",
                violation_error_message="A rate of exchange is above zero.",
            ),
        ),
        promises("attribution", "financed"),
    ]
