"""Everything that can be wrong or odd about a file that was sent, with its remedy."""

from __future__ import annotations

from collections.abc import Mapping

from config.kernel.findings import Finding, Severity
from config.tables.converting import VALUE_SHOWN

#: code -> (what is wrong or odd, how to mend it)
SENTENCES: Mapping[str, tuple[str, str]] = {
    # --- the header
    "column_missing": (
        "There is no column for {column}.",
        "Name a column {spellings}, or map one in the profile.",
    ),
    "column_unknown": (
        "The column is not known and was not read.",
        "Rename it if it matters, or list it among the ignored columns of the profile.",
    ),
    "column_twice": (
        "Two columns mean {column}.",
        "Keep one of them, or map only one in the profile.",
    ),
    "no_rows": ("The file names its columns and holds no row.", "Fill in the rows below."),
    "too_many_rows": (
        "More than {limit} rows of this subject cannot be entered at once.",
        "Split the file and send the parts.",
    ),
    # --- a row
    "value_unmapped": (
        "The profile does not translate this word.",
        "Add it to the profile's values, or write one of: {choices}.",
    ),
    "direction_unknown": (
        "The direction is neither of the profile's words.",
        "Write one of: {choices}.",
    ),
    "in_though_kind_is_out": (
        "The file says that money comes in; with this kind it goes out.",
        "Correct the kind or the sign; a correction of an earlier movement is a reversal.",
    ),
    "out_though_kind_is_in": (
        "The file says that money goes out; with this kind it comes in.",
        "Correct the kind or the sign; a correction of an earlier movement is a reversal.",
    ),
    "two_amounts": (
        "Both amounts are filled, or none is.",
        "Fill either the amount received or the amount paid.",
    ),
    "number_twice": (
        "The file gives this number of the same project, method and period more than once.",
        "Keep one of the rows.",
    ),
    "row_repeated": (
        "The same movement stands in row {first_row}, and neither has a reference.",
        "Give each its reference, or remove the one that is too much.",
    ),
    # --- a movement against the books
    "reference_repeated": (
        "The reference stands already in row {first_row}.",
        "Remove the repeated row, or correct the reference.",
    ),
    "reference_taken": (
        "A movement with this reference came with {batch} already.",
        "Remove the row: it is recorded, or about to be.",
    ),
    "product_unknown": (
        "There is no confirmed product with this code.",
        "Enter the product and have it confirmed, or correct the code.",
    ),
    "contract_unknown": (
        "There is no confirmed contract with this code.",
        "Enter the contract and have it confirmed, or correct the code.",
    ),
    "contract_of_another": (
        "The contract belongs to {product}.",
        "Correct the product or the contract.",
    ),
    "contract_missing": (
        "A movement of this kind names its contract.",
        "Fill in the contract's code.",
    ),
    "contract_needless": (
        "A movement of this kind has no contract.",
        "Clear the contract, or correct the kind.",
    ),
    "unit_class_unknown": (
        "The product has no confirmed unit class with this code.",
        "Enter the class and have it confirmed, or correct the code.",
    ),
    "units_needless": (
        "Only subscriptions, returns of capital and distributions speak of units.",
        "Clear the cell, or correct the kind.",
    ),
    "units_without_class": (
        "Units are of a class, and the cell of the class is empty.",
        "Fill in the unit class.",
    ),
    "day_closed": (
        "The books of the product are closed on this day.",
        "Give a day in an open period, or have the period opened again.",
    ),
    "account_missing": (
        "The chart of accounts has no account {account}.",
        "Have the chart of accounts loaded.",
    ),
    "cash_overdrawn": (
        "After this movement cash of the product would be {balance} on {day}.",
        "Record what was paid in before, or correct day and amount.",
    ),
    "repaid_beyond_drawn": (
        "The contract would be outstanding with {balance} on {day}: more repaid than drawn.",
        "Record the drawdown before, or correct day and amount.",
    ),
    "terms_missing": (
        "The contract has no confirmed terms on {day}; money moves under terms.",
        "Enter the terms and have them confirmed, or correct the day.",
    ),
    "above_commitment": (
        "The contract would be outstanding with {balance}; {committed} is committed.",
        "Correct the amount, or have new terms confirmed first.",
    ),
    # --- the dry run of the register
    "row_refused": ("{why}", "Correct the row as the sentence says."),
    "share_unclear": (
        "All rows of a split give a percentage, or all give an amount.",
        "Fill one of the two columns in every row of the split.",
    ),
    "project_twice": (
        "A project stands twice in the split.",
        "Give each project one row.",
    ),
    "row_of_a_faulty_group": (
        "The row belongs to row {first_row}, which is faulty; they are entered together.",
        "Mend row {first_row}.",
    ),
    "not_listed": (
        "The file has more faults than are listed; this row has some too.",
        "Mend what is listed and send the file again.",
    ),
}
WARNINGS = frozenset({"column_unknown", "row_repeated"})


def finding(
    code: str, *, row: int | None = None, field: str = "", value: str = "", **facts: object
) -> Finding:
    """Return the finding of this code, its sentences taken from the table above."""
    message, remedy = SENTENCES[code]
    return Finding(
        code=code,
        message=message,
        remedy=remedy,
        severity=Severity.WARNING if code in WARNINGS else Severity.ERROR,
        row=row,
        field=field,
        value=value[:VALUE_SHOWN],
        facts=facts,
    )
