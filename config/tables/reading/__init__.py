"""Read a CSV or XLSX file that somebody sent: as rows of text, or refused in words."""

from config.tables.reading.findings import UnreadableTable as UnreadableTable
from config.tables.reading.opening import open_table as open_table
from config.tables.reading.table import Form as Form
from config.tables.reading.table import Limits as Limits
from config.tables.reading.table import Row as Row
from config.tables.reading.table import Table as Table
