"""A small portfolio as facts: two products, three projects, one quarter."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from config.kernel.canonical import sha256_of
from config.kernel.periods import Period
from reporting.figures.rules.facts import (
    Approval,
    Attributed,
    Carrier,
    Claim,
    Coverage,
    Energy,
    Factor,
    Facts,
    GreenPart,
    Holding,
    Implied,
    Method,
    Name,
    OwnFunds,
    Placed,
    Product,
    Project,
    Quality,
    Recognition,
    Ref,
    Route,
    RowSet,
    Saved,
    Waiting,
)

QUARTER = Period.quarter(2025, 1)
KNOWN_AT = dt.datetime(2026, 2, 1, 4, 0, tzinfo=dt.UTC)
HENAN = Name("410000", "河南", "Henan")
SHANDONG = Name("370000", "山东", "Shandong")
JIANGSU = Name("320000", "江苏", "Jiangsu")
SUN = Name("PV1", "天合绿电屋顶光伏", "Rooftop PV")
STEAM = Name("ST1", "和气一号核能供汽", "Nuclear steam")
ENTRY = Name("CN-GREEN-2025:4", "CN-GREEN-2025 4 清洁能源产业", "CN-GREEN-2025 4 Clean energy")
EFS = {"410000": Decimal("0.6058"), "370000": Decimal("0.6410")}
LATEST = Name(
    "latest_data_year (at most 3 year(s) older)",
    "取最近发布的数据年份（最多回溯 3 年）",
    "latest published data year, at most 3 years back",
)
APPROVAL = Approval(
    what="project terms 1",
    proposed_by="Alice",
    proposed_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
    confirmed_by="Bob",
    confirmed_at=dt.datetime(2025, 1, 2, tzinfo=dt.UTC),
)


def _rows(*parts: object) -> RowSet:
    return RowSet(query=" ".join(map(str, parts)), count=3, sha256=sha256_of(list(parts)))


def _ref(table: str, number: int) -> Ref:
    return Ref(table=table, id=number, sha256=sha256_of([table, number]))


def _product(code: str, trust_class: str, form: Name | None, amount: str) -> Product:
    return Product(
        name=Name(code, f"{code} 号集合资金信托计划", f"Trust plan {code}"),
        trust_class=Name(trust_class, f"类别{trust_class}", f"class {trust_class}"),
        kind=Name(f"{trust_class}.1", "品种", "kind"),
        form=form,
        status=Name("in_run", "存续", "in run"),
        in_run=True,
        outstanding_cny=Decimal(amount),
        books=_rows("ledger", code),
        rows=(_ref("trusts_productterms", len(code)),),
        approvals=(APPROVAL,),
        is_sample=True,
    )


def _project(
    number: int, name: Name, unit: str, capacity: str, stations: dict[str, int]
) -> Project:
    return Project(
        id=number,
        name=name,
        technology=Name("tech", "技术", "technology"),
        provinces=(HENAN, SHANDONG) if unit == "MW" else (JIANGSU,),
        capacity=Decimal(capacity),
        capacity_unit=unit,
        stations=stations,
        rows=(_ref("projects_projectterms", number),),
        approvals=(APPROVAL,),
        is_sample=True,
    )


def _energy(month: Period, province: Name, project: Name, carrier: Carrier, wh: int) -> Energy:
    return Energy(
        project=project.code,
        province=province,
        month=month,
        carrier=carrier,
        energy_wh=wh,
        stations=3,
        station_days=month.days * 3,
        readings=month.days * 72,
        estimated=0,
        rows=_rows("energy", project.code, province.code, month, wh),
    )


def _factor(province: Name) -> Factor:
    return Factor(
        id=int(province.code),
        name=Name("grid_average", "电力平均二氧化碳排放因子", "Average CO2 factor of the grid"),
        value=EFS[province.code],
        unit="tCO2/MWh",
        place=province,
        year=2022,
        edition=Name("GRID-2022", "2022年电力排放因子（公告第33号）", "Factors of 2022 (No. 33)"),
        source="S-GRID22 (生态环境部公告)",
    )


def _saved(number: int, energy: Energy) -> Saved:
    factor = _factor(energy.province)
    mwh = Decimal(energy.energy_wh) / 1_000_000
    return Saved(
        ref=_ref("projects_statement", number),
        project=energy.project,
        province=energy.province,
        month=energy.month,
        route=Route.GRID,
        method=Name("grid_displacement", "电网替代", "grid displacement"),
        method_version="1",
        value=mwh * factor.value,
        energy=mwh,
        energy_unit="MWh",
        factors=(factor,),
        policies=(LATEST,),
    )


def _steam_saved(number: int, energy: Energy, route: Route, ef: str) -> Saved:
    gj = energy.energy_wh * Decimal("0.0000036")
    return Saved(
        ref=_ref("projects_statement", number),
        project=energy.project,
        province=energy.province if route is Route.HEAT else Name("", "全部省份", "all provinces"),
        month=energy.month,
        route=route,
        method=Name("heat_displacement", "供热替代", "heat displacement"),
        method_version="1",
        value=gj * Decimal(ef),
        energy=gj,
        energy_unit="GJ",
        factors=(),
        policies=(),
        is_alternative=route is Route.COAL,
    )


def sample_facts(period: Period = QUARTER, known_at: dt.datetime = KNOWN_AT) -> Facts:
    """Return the small portfolio for a period of whole months as known at a moment."""
    power = [
        _energy(month, province, SUN, Carrier.ELECTRICITY, 1_000_333 * (index + 7) * (step + 3))
        for index, month in enumerate(period.months())
        for step, province in enumerate((HENAN, SHANDONG))
    ]
    heat = [
        _energy(month, JIANGSU, STEAM, Carrier.HEAT, 27_000_000_001 + month.days)
        for month in period.months()
    ]
    saved = [_saved(index, each) for index, each in enumerate(power, 1)]
    saved += [_steam_saved(100 + i, each, Route.HEAT, "0.11") for i, each in enumerate(heat)]
    saved += [_steam_saved(100 + i, each, Route.COAL, "0.0913") for i, each in enumerate(heat)]
    return Facts(
        period=period,
        known_at=known_at,
        products=(
            _product("A1", "AM", Name("GF1", "绿色股权", "green equity"), "1500000000.00"),
            _product("B22", "AS", None, "320000000.10"),
        ),
        projects=(
            _project(1, SUN, "MW", "450", {"410000": 9000, "370000": 7000}),
            _project(2, STEAM, "t/h", "600", {"320000": 4}),
        ),
        recognitions=tuple(
            Recognition(
                project=each.code,
                state=Name("green", "绿色", "green"),
                criteria=Name("GTC-1", "绿色项目认定标准（第一版）", "Criteria, first edition"),
                met=5,
                of=5,
                rows=(_ref("projects_recognition", len(each.code)),),
                approvals=(APPROVAL,),
            )
            for each in (SUN, STEAM)
        ),
        energy=(*power, *heat),
        coverage=tuple(
            Coverage(
                project=each.project,
                month=each.month,
                metered=each.station_days - (1 if each.project == "PV1" else 0),
                expected=each.station_days,
                sets=(each.rows,),
            )
            for each in (*power[::2], *heat)
        ),
        saved=tuple(saved),
        attributed=tuple(_attributed(saved)),
        claims=(_claim(saved),),
        holdings=_holdings(),
        placed=_placed(),
        own_funds=(
            OwnFunds(
                name=Name("OWN-1", "固有资金持有光伏股权", "Own stake in rooftop PV"),
                entry=ENTRY,
                outstanding_cny=Decimal("18000000.00"),
                rows=(_ref("trusts_ownplacement", 1),),
                approvals=(APPROVAL,),
            ),
        ),
        quality=(Quality(project="PV1", score=2, grounds_zh="计量数据。", grounds_en="Metered."),),
    )


def _holdings() -> tuple[Holding, ...]:
    """Return the books: A1 was established in the quarter, B22 long before."""
    return (
        Holding(
            product=Name("A1", "A1 号集合资金信托计划", "Trust plan A1"),
            established_on=dt.date(2025, 1, 2),
            paid_in_cny=Decimal("1500000000.00"),
            cash_cny=Decimal("180000000.03"),
            other_assets_cny=Decimal("20000000.00"),
            assets_cny=Decimal("1500000000.03"),
            books=_rows("balances", "A1"),
        ),
        Holding(
            product=Name("B22", "B22 号集合资金信托计划", "Trust plan B22"),
            established_on=dt.date(2019, 5, 6),
            paid_in_cny=Decimal("400000000.00"),
            cash_cny=Decimal("320000000.10"),
            other_assets_cny=Decimal("0.00"),
            assets_cny=Decimal("320000000.10"),
            books=_rows("balances", "B22"),
        ),
    )


def _placed() -> tuple[Placed, ...]:
    """Return one contract: 1.2 bn on the roofs, 0.1 bn waiting in two layers, 90 % green."""
    return (
        Placed(
            contract=Name("A1-C1", "A1 资金运用合同", "Contract A1-C1"),
            product=Name("A1", "A1 号集合资金信托计划", "Trust plan A1"),
            instrument=Name("equity", "股权", "equity"),
            province=HENAN,
            outstanding_cny=Decimal("1300000000.00"),
            on_projects={"PV1": Decimal("1200000000.00")},
            waiting=(
                Waiting(
                    since_on=dt.date(2025, 1, 10),
                    age_days=80,
                    band=Name("0031-0090", "31–90 天", "31–90 days"),
                    amount_cny=Decimal("60000000.01"),
                ),
                Waiting(
                    since_on=dt.date(2025, 3, 20),
                    age_days=11,
                    band=Name("0000-0030", "0–30 天", "0–30 days"),
                    amount_cny=Decimal("39999999.99"),
                ),
            ),
            refinanced_cny=Decimal("325000000.00"),
            new_cny=Decimal("975000000.00"),
            not_stated_cny=Decimal("0.00"),
            form=Name("GF1", "绿色股权", "green equity"),
            green=(
                GreenPart(
                    entry=ENTRY,
                    amount_cny=Decimal("1170000000.00"),
                    supported_cny=Decimal("1080000000.00"),
                ),
            ),
            rest_cny=Decimal("130000000.00"),
            not_green_cny=Decimal("0.00"),
            unlabelled_cny=Decimal("0.00"),
            rows=(_ref("trusts_contractterms", 1), _ref("trusts_split", 1)),
            sets=(_rows("investments", "A1"),),
            approvals=(APPROVAL,),
        ),
    )


def _attributed(saved: list[Saved]) -> list[Attributed]:
    total = sum((each.value for each in saved if each.route is Route.GRID), Decimal(0))
    found = []
    for number, (method, denominator) in enumerate(
        ((Method.PCAF, "1450000000"), (Method.GUIDE, "1600000000")), 1
    ):
        share = (Decimal(1_200_000_000) / Decimal(denominator)).quantize(Decimal("1e-12"))
        found.append(
            Attributed(
                ref=_ref("trusts_attributionstatement", number),
                product="A1",
                project="PV1",
                method=method,
                method_version="1",
                numerator_cny=Decimal(1_200_000_000),
                denominator_cny=Decimal(denominator),
                share=share,
                avoided=total,
                value=(total * share).quantize(Decimal("0.000001")),
            )
        )
    return found


def _claim(saved: list[Saved]) -> Claim:
    total = sum((each.value for each in saved if each.route is Route.GRID), Decimal(0))
    return Claim(
        name=Name("C00001", "天合绿电：减排量（每年）", "Rooftop PV: avoided emissions (a year)"),
        project="PV1",
        measure="avoided",
        unit="tCO2e",
        announced=Decimal(364_800),
        computed=total,
        implied=(
            Implied(
                name=Name("hours", "等效利用小时", "full-load hours"),
                value=Decimal("1341.2"),
                unit="h",
                usual="1000–1200",
                finding=Name("questionable", "超出常见区间", "Outside the usual range"),
            ),
        ),
        verdict=Name("questionable", "存疑，口径须说明。", "questionable; state the basis."),
        source="中国证券报",
        rows=(_ref("projects_claim", 1),),
        approvals=(APPROVAL,),
    )


def with_more_energy(facts: Facts, wh: int) -> Facts:
    """Return the facts after one more watt-hour reading reached one project's month."""
    first = facts.energy[0]
    changed = replace(first, energy_wh=first.energy_wh + wh, rows=_rows("energy", "changed", wh))
    return replace(facts, energy=(changed, *facts.energy[1:]))


LONG_NAMES = {
    "PV1": ("五省 1.6 万户户用光伏项目", "Rooftop PV of 16,000 households in five provinces"),
    "ST1": (
        "沈阳汽车发动机工厂中深层地热供暖项目",
        "Shenyang engine plant medium-deep geothermal heating",
    ),
}


def year_facts() -> Facts:
    """Return the portfolio for a whole year, with the long names of a real one, in many rows."""
    facts = sample_facts(Period.year(2025))
    kind = Name(
        "AM.3", "固定收益类资产管理信托", "Fixed-income trust plan (80% debt assets or more)"
    )
    form = Name("GF2", "绿色信贷(绿色信托贷款)", "Green credit (green trust loans)")
    more = tuple(
        replace(
            facts.products[0],
            name=Name(
                f"P{number}",
                f"天合绿电产业投资基金 {number} 号集合资金信托计划",
                f"Tianhe Green Power Industry Fund {number} Collective Trust",
            ),
            kind=kind,
            form=form,
            outstanding_cny=Decimal(f"{number}40000000.00"),
        )
        for number in range(1, 6)
    )
    return replace(
        facts,
        products=(*facts.products, *more),
        projects=tuple(
            replace(
                each,
                name=Name(each.name.code, *LONG_NAMES[each.name.code]),
                technology=Name("tech", "中深层地热供热", "Medium-deep geothermal heat"),
            )
            for each in facts.projects
        ),
        recognitions=tuple(
            replace(
                each,
                criteria=Name(
                    "GTC-1",
                    "绿色认定要素工作清单（自编代码，2025 年第 1 版）",
                    "Working list of green recognition criteria under our own codes, 2025, first",
                ),
            )
            for each in facts.recognitions
        ),
    )
