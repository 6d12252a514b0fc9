"""Tables of the library: indicators in versions, frameworks, items, and what answers them."""

from reporting.indicators.models.frameworks import Framework as Framework
from reporting.indicators.models.frameworks import FrameworkItem as FrameworkItem
from reporting.indicators.models.frameworks import ItemLink as ItemLink
from reporting.indicators.models.library import IndicatorList as IndicatorList
from reporting.indicators.models.library import LibraryIndicator as LibraryIndicator
