"""A frozen document in, bytes out: PDF, workbook, JSON. No framework in this room."""
