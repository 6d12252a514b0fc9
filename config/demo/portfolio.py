"""
The sample portfolio, as data.

What a sponsor announced carries its source and is real; what nobody printed (dates,
balance sheets, station lists, readings, prices) is invented, deterministic, and says
that it is sample data wherever it is shown.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

YEAR: Final = 2025
NEWSPAPER: Final = "中国证券报报道(转述) · China Securities Journal (retold)"
ANNOUNCED: Final = f"announced: {NEWSPAPER}"
SAMPLE: Final = "sample"

#: The provinces of the two rooftop trusts. Henan and Shandong were announced; the other
#: three of the five are a sample choice.
PROVINCES: Final = ("河南", "山东", "河北", "安徽", "江苏")


@dataclass(frozen=True)
class SamplePerson:
    """One sample account."""

    username: str
    display_name: str
    employee_no: str
    roles: tuple[str, ...]


PEOPLE: Final = (
    SamplePerson("registrar", "示例登记员", "S-001", ("registrar",)),
    SamplePerson("analyst", "示例分析员", "S-002", ("analyst",)),
    SamplePerson("officer", "示例披露专员", "S-003", ("disclosure_officer",)),
    SamplePerson("reviewer", "示例复核员", "S-004", ("reviewer",)),
    SamplePerson("owner", "示例填报员", "S-007", ("data_owner",)),
    SamplePerson("auditor", "示例审计员", "S-005", ("auditor",)),
    SamplePerson("operator", "示例运维员", "S-006", ("operator", "administrator")),
)


@dataclass(frozen=True)
class SampleParty:
    """One party; all sample except for those whose name was printed."""

    code: str
    name_zh: str
    name_en: str
    is_sample: bool = True


PARTIES: Final = (
    SampleParty("TRUSTEE", "示例信托有限责任公司", "Sample Trust Co., Ltd."),
    SampleParty("CUSTODIAN", "示例银行股份有限公司", "Sample Bank Co., Ltd."),
    SampleParty("PV-SPONSOR", "示例光伏运营有限公司", "Sample PV Operations Ltd."),
    SampleParty("STEAM-OWNER", "示例核能供热项目公司", "Sample Nuclear Heat Project Company"),
    SampleParty("GEO-OWNER", "示例地热供暖项目公司", "Sample Geothermal Heating Company"),
    SampleParty("CHARITY-SUPERVISOR", "示例公益监察人", "Sample Charity Supervisor"),
)


@dataclass(frozen=True)
class SampleProject:
    """One green project, with what was announced of it and what is sample."""

    code: str
    name_zh: str
    name_en: str
    technology: str
    province: str
    owner: str
    capacity: Decimal
    capacity_unit: str
    commissioned_on: dt.date
    total_investment_cny: Decimal
    equity_cny: Decimal
    debt_cny: Decimal
    taxonomy: tuple[str, str]
    origins: dict[str, str] = field(default_factory=dict)


PROJECTS: Final = (
    SampleProject(
        "PV-5P",
        "五省1.6万户户用光伏项目",
        "Rooftop PV of 16,000 households in five provinces",
        "rooftop_pv",
        "河南",
        "PV-SPONSOR",
        Decimal("450.18"),
        "MW",
        dt.date(2024, 12, 20),
        Decimal("1545000000.00"),
        Decimal("1240000000.00"),
        Decimal("280000000.00"),
        ("CN-GREEN-2025", "4"),
        {"name_zh": ANNOUNCED, "capacity": ANNOUNCED},
    ),
    SampleProject(
        "NS-LYG",
        "连云港核能工业供汽项目(和气一号)",
        "Lianyungang nuclear industrial steam (Heqi-1)",
        "nuclear_steam",
        "江苏",
        "STEAM-OWNER",
        Decimal("400"),
        "MW_th",
        dt.date(2024, 6, 19),
        Decimal("730000000.00"),
        Decimal("220000000.00"),
        Decimal("510000000.00"),
        ("CN-GREEN-2025", "4"),
        {"name_zh": ANNOUNCED, "commissioned_on": f"{ANNOUNCED} (June 2024)"},
    ),
    SampleProject(
        "GEO-SY",
        "沈阳汽车发动机工厂中深层地热供暖项目",
        "Shenyang engine plant medium-deep geothermal heating",
        "geothermal_heat",
        "辽宁",
        "GEO-OWNER",
        Decimal("14"),
        "MW_th",
        dt.date(2023, 11, 1),
        Decimal("96000000.00"),
        Decimal("40000000.00"),
        Decimal("55000000.00"),
        ("CN-GREEN-2025", "4"),
        {"name_zh": ANNOUNCED},
    ),
)


@dataclass(frozen=True)
class SampleProduct:
    """One trust product; names of the two rooftop trusts are announced, the rest is sample."""

    code: str
    registration_code: str
    name_zh: str
    name_en: str
    kind_code: str
    form_code: str
    function: str
    structure: str
    established_on: dt.date
    term_months: int
    paid_in_cny: Decimal
    contract: tuple[str, str, Decimal] | None = None  # (project, instrument, drawn)


PRODUCTS: Final = (
    SampleProduct(
        "TH1",
        "SAMPLE-2025-0001",
        "天合绿电产业投资基金1号集合资金信托计划",
        "Tianhe Green Power Industry Fund 1 Collective Trust",
        "AM.2",
        "GT-EQUITY",
        "investment",
        "collective",
        dt.date(2025, 1, 2),
        300,
        Decimal("640000000.00"),
        ("PV-5P", "equity", Decimal("624000000.00")),
    ),
    SampleProduct(
        "RX5",
        "SAMPLE-2025-0002",
        "睿夏绿电5号集合资金信托计划",
        "Ruixia Green Power 5 Collective Trust",
        "AM.2",
        "GT-EQUITY",
        "investment",
        "collective",
        dt.date(2025, 1, 2),
        300,
        Decimal("600000000.00"),
        ("PV-5P", "equity", Decimal("585000000.00")),
    ),
    SampleProduct(
        "NS1",
        "SAMPLE-2025-0003",
        "核能供汽绿色贷款集合资金信托计划(示例)",
        "Nuclear Steam Green Loan Collective Trust (sample)",
        "AM.1",
        "GT-LOAN",
        "financing",
        "collective",
        dt.date(2025, 1, 6),
        96,
        Decimal("300000000.00"),
        ("NS-LYG", "loan", Decimal("292000000.00")),
    ),
    SampleProduct(
        "GEO1",
        "SAMPLE-2025-0004",
        "地热供暖绿色贷款单一资金信托(示例)",
        "Geothermal Heating Green Loan Single Trust (sample)",
        "AM.1",
        "GT-LOAN",
        "financing",
        "single",
        dt.date(2025, 1, 8),
        60,
        Decimal("40000000.00"),
        ("GEO-SY", "loan", Decimal("38400000.00")),
    ),
    SampleProduct(
        "SV1",
        "SAMPLE-2025-0005",
        "绿色科技上市公司重组服务信托(示例)",
        "Green Technology Restructuring Service Trust (sample)",
        "AS.4.1",
        "GT-SERVICE",
        "administration",
        "property_right",
        dt.date(2025, 2, 10),
        60,
        Decimal("1200000000.00"),
    ),
    SampleProduct(
        "CH1",
        "SAMPLE-2025-0006",
        "绿色慈善信托(示例)",
        "Green Charitable Trust (sample)",
        "CH.1",
        "GT-CHARITY",
        "administration",
        "single",
        dt.date(2025, 3, 3),
        120,
        Decimal("5000000.00"),
    ),
)


@dataclass(frozen=True)
class AnnouncedClaim:
    """One printed figure of a sponsor, kept apart from what is computed."""

    project: str
    value: Decimal
    quote_zh: str
    quote_en: str
    facts: dict[str, str] = field(default_factory=dict)


CLAIMS: Final = (
    AnnouncedClaim(
        "PV-5P",
        Decimal(364800),
        "两只信托合计:1.6万户、450兆瓦以上、总投资15亿元以上,年减排二氧化碳36.48万吨",
        "Both trusts together: 16,000 households, above 450 MW, above CNY 1.5 bn, 364,800 t a year",
        {"capacity_mw": "450", "households": "16000", "investment_cny": "1500000000"},
    ),
    AnnouncedClaim(
        "NS-LYG",
        Decimal(1070000),
        "年供汽480万吨,相当于节约标准煤40万吨、减排二氧化碳107万吨、植树造林2900公顷",
        "4.8 Mt of steam a year: 400,000 tce saved, 1.07 Mt CO2 avoided, 2,900 ha of forest",
        {"steam_t": "4800000", "coal_saved_tce": "400000", "area_ha": "2900"},
    ),
    AnnouncedClaim(
        "GEO-SY",
        Decimal(18000),
        "中深层地热供暖,年减排二氧化碳1.8万吨",
        "Medium-deep geothermal heating, 18,000 t CO2 a year",
    ),
)

STATIONS_FULL: Final = 16_000
STATIONS_SMALL: Final = 160


def station_capacity_w(number: int) -> int:
    """
    Return the capacity of the rooftop with this running number, in watts.

    Seventeen sizes from 20.0 to 36.3 kW in turn, 28.136 kW on average: 16,000 of them
    make 450.2 MW, just above what was announced. Sample data.
    """
    return 20_000 + 1_017 * (number * 7 % 17)
