"""The library of indicators, and which framework asks for which of them."""
