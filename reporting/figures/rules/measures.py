"""What each measure is called in both languages, where it stands beside its number."""

from collections.abc import Mapping

#: What a measure is called where it stands beside its number.
MEASURES: Mapping[str, Mapping[str, str]] = {
    "energy": {"zh": "电量", "en": "electricity"},
    "heat": {"zh": "热量", "en": "heat"},
    "power": {"zh": "装机容量", "en": "capacity"},
    "coal_saved": {"zh": "节约标准煤", "en": "standard coal saved"},
    "avoided": {"zh": "避免排放", "en": "avoided emissions"},
    "removed": {"zh": "清除量", "en": "removals"},
    "financed": {"zh": "融资排放", "en": "financed emissions"},
    "footprint": {"zh": "产品碳足迹", "en": "product footprint"},
    "emitted": {"zh": "自身运营排放", "en": "emissions of own operations"},
    "allowance": {"zh": "碳排放配额", "en": "allowances"},
    "credit": {"zh": "核证减排量", "en": "credits"},
    "certificate": {"zh": "绿色电力证书", "en": "certificates"},
    "mass": {"zh": "质量", "en": "mass"},
    "water": {"zh": "水量", "en": "water"},
    "volume": {"zh": "体积", "en": "volume"},
    "area": {"zh": "面积", "en": "area"},
    "money": {"zh": "金额", "en": "money"},
    "share": {"zh": "比例", "en": "share"},
    "count": {"zh": "数量", "en": "count"},
    "score": {"zh": "得分", "en": "score"},
}
