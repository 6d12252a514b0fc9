"""What departments of the small portfolio's house answered, and the lists that ask for it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files

from config.kernel.canonical import sha256_of
from reporting.disclosures.rules.asked import Framework, Item
from reporting.figures.rules.collected import Collected, Emitted, Investee, Scope
from reporting.figures.rules.facts import Facts, Name, Ref
from reporting.figures.rules.financing import Financed, Part
from tests.reporting.facts import APPROVAL
from trusts.attribution.rules.classes_table import ASSET_CLASSES

OFFICE = Name("administration", "行政部", "Administration")
PEOPLE = Name("hr", "人力资源部", "Human resources")
BRANCH = Name("branch", "上海分部", "Shanghai branch")
DATA = files("reporting.indicators").joinpath("data")


def answer(
    code: str,
    value: str | None,
    *,
    unit: str = "",
    text: str = "",
    department: Name = OFFICE,
    site: str = "",
    names: tuple[str, str] = ("填报指标", "Collected indicator"),
) -> Collected:
    """Return one confirmed answer."""
    return Collected(
        indicator=Name(code, *names),
        unit=unit,
        department=department,
        site=site,
        value=None if value is None else Decimal(value),
        text=text,
        note="",
        version=1,
        evidence=("invoice.pdf",),
        rows=(
            Ref(table="reporting_collectedentry", id=len(code + site), sha256=sha256_of([code])),
        ),
        approvals=(APPROVAL,),
        is_sample=True,
    )


def emitted(
    scope: Scope, category: str, code: str, value: str | None, names: tuple[str, str]
) -> Emitted:
    """Return one source of the company's own emissions."""
    return Emitted(
        scope=scope,
        category=category,
        name=Name(f"{code}:{category}", *names),
        department=OFFICE,
        site="",
        quantity=Decimal(1000),
        unit="kWh",
        formula="1000 kWh × 0.5 kgCO2/kWh",
        factors=(),
        value=None if value is None else Decimal(value),
        refusal="" if value else "no factor",
        method="operational_footprint",
        method_version="1",
        rows=(Ref(table="reporting_collectedentry", id=7, sha256=sha256_of([code])),),
    )


def investee(project: str, scope: Scope, value: str) -> Investee:
    """Return what one project reported of itself."""
    return Investee(
        project=project,
        scope=scope,
        value=Decimal(value),
        option="1b",
        rows=(Ref(table="reporting_collectedentry", id=9, sha256=sha256_of([project, scope])),),
        approvals=(APPROVAL,),
    )


def answered(facts: Facts) -> Facts:
    """Return the facts with a year of answers, as a house would give them."""
    return replace(
        facts,
        collected=(
            answer("S-01", "412", unit="人", department=PEOPLE, names=("员工总数", "Employees")),
            answer("E-OP-08", "1200500.5", unit="kWh", names=("营业办公电力", "Electricity")),
            answer(
                "E-OP-08",
                "300100",
                unit="kWh",
                department=BRANCH,
                names=("营业办公电力", "Electricity"),
            ),
            answer("E-OP-12", "8.25", unit="t", names=("营业办公用纸", "Paper")),
            answer(
                "S-05",
                "97.5",
                unit="%",
                department=PEOPLE,
                names=("反腐败培训覆盖率", "Anti-corruption training coverage"),
            ),
            answer("G-01", "9", unit="人", names=("董事会人数", "Members of the board")),
            answer(
                "G-ENV-02",
                None,
                text="董事会下设环境与社会责任委员会，每半年审议一次绿色信托业务。",
                names=("环境相关治理结构", "Environment-related governance structure"),
            ),
            answer("X-99", "3", unit="次", names=("自设指标", "An indicator of the house")),
        ),
        emitted=(
            emitted(Scope.ONE, "vehicles", "E-OP-06", "42.5", ("自有车辆用汽油", "Own vehicles")),
            emitted(Scope.TWO_LOCATION, "power", "E-OP-08", "850.25", ("外购电力", "Power")),
            emitted(Scope.TWO_MARKET, "power", "E-OP-08", None, ("外购电力", "Power")),
            emitted(Scope.THREE, "1_paper", "E-OP-12", "12.5", ("用纸", "Paper")),
            emitted(Scope.THREE, "6_travel", "E-OP-10", None, ("差旅", "Travel")),
        ),
    )


def with_investees(facts: Facts) -> Facts:
    """Return the facts after one project reported what it emits itself."""
    return replace(
        facts,
        investees=(
            investee("PV1", Scope.ONE, "120"),
            investee("PV1", Scope.TWO_LOCATION, "36.6"),
            investee("PV1", Scope.THREE, "1000"),
        ),
    )


def financed(
    product: str,
    code: str,
    asset_class: str,
    *,
    placed: str,
    share: str,
    score: int | None = None,
    project: str = "",
    **tonnes: str,
) -> Financed:
    """Return one financed statement; ``tonnes`` are those of the whole, by kind."""
    emission = Ref(table="trusts_investeeemission", id=5, sha256=sha256_of([code]))
    chosen = ASSET_CLASSES[asset_class]
    return Financed(
        ref=Ref(table="trusts_financedstatement", id=4, sha256=sha256_of([product, code])),
        product=product,
        investee=Name(code, "示例公司", "Sample company"),
        project=project,
        asset_class=Name(chosen.code, chosen.name_zh, chosen.name_en),
        placed_cny=Decimal(placed),
        share=Decimal(share),
        tonnes={
            kind: Part(
                whole=Decimal(whole),
                part=(Decimal(whole) * Decimal(share)).quantize(Decimal("0.000001")),
                rows=(emission,),
                approvals=(APPROVAL,),
            )
            for kind, whole in tonnes.items()
        },
        score=score,
        approvals=(APPROVAL,),
        is_sample=True,
    )


def shipped(codes: Sequence[str]) -> tuple[Framework, ...]:
    """Return frameworks as they ship, without a database."""
    editions = json.loads(DATA.joinpath("manifest.json").read_text("utf-8"))["editions"]
    by_code = {each["code"]: each for each in editions}
    return tuple(_framework(by_code[code]) for code in codes)


def _framework(edition: dict[str, str]) -> Framework:
    text = DATA.joinpath(edition["file"]).read_text("utf-8")
    with io.StringIO(text, newline="") as lines:
        items = tuple(
            Item(
                code=row["code"],
                section=row["section"],
                zh=row["name_zh"],
                en=row["name_en"],
                unit=row["unit"],
                codes=tuple(filter(None, row["indicators"].split(";"))),
                source=row["source"],
                confidence=row["confidence"],
                note=row["note"],
            )
            for row in csv.DictReader(lines)
        )
    return Framework(
        code=edition["code"],
        edition=edition["edition"],
        zh=edition["name_zh"],
        en=edition["name_en"],
        is_partial=bool(edition["partial"]),
        items=items,
    )
