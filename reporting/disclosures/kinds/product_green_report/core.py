"""
The core indicators of an impact report by project category.

Our own working list: categories were seen at icmagroup.org, the indicators are paraphrased
from general knowledge of the harmonised framework (confidence B); none of its wording is
here, and no conformity with it is claimed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Core:
    """
    One core indicator of a category.

    ``whole`` are our indicators of a project, ``attributed`` those of a product's part of it,
    side by side by the method where ``by_method``; empty where nothing is computed.
    """

    number: int
    zh: str
    en: str
    whole: tuple[str, ...] = ()
    attributed: tuple[str, ...] = ()
    #: The two figures that say the part by one method each, where they are two indicators.
    by_method: tuple[str, str] | None = None


AVOIDED = Core(
    number=1,
    zh="避免温室气体排放",
    en="GHG emissions avoided",
    whole=("E-AV-03",),
    by_method=("E-AT-01", "E-AT-02"),
)
GENERATION = Core(
    number=2,
    zh="可再生能源产量",
    en="Renewable energy produced",
    whole=("E-EN-01", "E-EN-02"),
    attributed=("E-AT-31", "E-AT-32"),
)
CAPACITY = Core(
    number=3,
    zh="可再生能源装机容量",
    en="Renewable capacity",
    whole=("E-IN-01", "E-IN-02"),
    attributed=("E-AT-33", "E-AT-34"),
)
SAVINGS = Core(number=1, zh="节能量", en="Energy saved")

CORE: Mapping[str, tuple[Core, ...]] = {
    "renewable_energy": (AVOIDED, GENERATION, CAPACITY),
    "energy_efficiency": (
        SAVINGS,
        Core(
            number=2, zh=AVOIDED.zh, en=AVOIDED.en, whole=("E-AV-03",), by_method=AVOIDED.by_method
        ),
    ),
    "water": (
        Core(number=1, zh="用水量变化", en="Change of water use"),
        Core(number=2, zh="污水处理量", en="Wastewater treated"),
        Core(number=3, zh="污泥处理量", en="Sludge treated"),
    ),
    "green_buildings": (
        Core(number=1, zh="单位面积能耗", en="Energy by floor area"),
        Core(number=2, zh="单位面积碳表现", en="Carbon by floor area"),
        Core(number=3, zh="节水", en="Water saved"),
        Core(number=4, zh="废弃物管理", en="Management of waste"),
    ),
}
#: Projects under no category are shown by the same numbers, which claim nothing.
BESIDE = (
    AVOIDED,
    Core(
        number=2,
        zh="能源产量",
        en="Energy produced",
        whole=GENERATION.whole,
        attributed=GENERATION.attributed,
    ),
    Core(
        number=3, zh="装机容量", en="Capacity", whole=CAPACITY.whole, attributed=CAPACITY.attributed
    ),
)
