"""Staff pages of figures: from a number down to the stations, their blocks and the file."""

from reporting.figures.admin.pages import FigureAdmin as FigureAdmin
from reporting.figures.admin.pages import FigureSetAdmin as FigureSetAdmin
