"""The provincial units of China as GB/T 2260 codes them, and how a written name finds one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Province:
    """One provincial unit: GB/T 2260 code, short and full Chinese name, English name."""

    code: str
    name_zh: str
    full_name_zh: str
    name_en: str


_TABLE = """
110000 北京 北京市 Beijing
120000 天津 天津市 Tianjin
130000 河北 河北省 Hebei
140000 山西 山西省 Shanxi
150000 内蒙古 内蒙古自治区 Inner Mongolia
210000 辽宁 辽宁省 Liaoning
220000 吉林 吉林省 Jilin
230000 黑龙江 黑龙江省 Heilongjiang
310000 上海 上海市 Shanghai
320000 江苏 江苏省 Jiangsu
330000 浙江 浙江省 Zhejiang
340000 安徽 安徽省 Anhui
350000 福建 福建省 Fujian
360000 江西 江西省 Jiangxi
370000 山东 山东省 Shandong
410000 河南 河南省 Henan
420000 湖北 湖北省 Hubei
430000 湖南 湖南省 Hunan
440000 广东 广东省 Guangdong
450000 广西 广西壮族自治区 Guangxi
460000 海南 海南省 Hainan
500000 重庆 重庆市 Chongqing
510000 四川 四川省 Sichuan
520000 贵州 贵州省 Guizhou
530000 云南 云南省 Yunnan
540000 西藏 西藏自治区 Tibet
610000 陕西 陕西省 Shaanxi
620000 甘肃 甘肃省 Gansu
630000 青海 青海省 Qinghai
640000 宁夏 宁夏回族自治区 Ningxia
650000 新疆 新疆维吾尔自治区 Xinjiang
710000 台湾 台湾省 Taiwan
810000 香港 香港特别行政区 Hong Kong
820000 澳门 澳门特别行政区 Macao
"""

PROVINCES: Mapping[str, Province] = {
    row[1]: Province(*row)
    for row in (line.split(maxsplit=3) for line in _TABLE.strip().splitlines())
}

_BY_SPELLING: Mapping[str, str] = {
    spelling.casefold(): name_zh
    for name_zh, each in PROVINCES.items()
    for spelling in (each.code, each.name_zh, each.full_name_zh, each.name_en)
}


def find_province(text: str) -> str | None:
    """
    Return the short Chinese name for a province written short, in full, in English or as a code.

    >>> find_province("河南省"), find_province("Henan"), find_province("410000")
    ('河南', '河南', '河南')
    """
    return _BY_SPELLING.get(text.strip().casefold())
