"""Double entry per product: balanced entries, cash never below zero, periods that close."""
