"""Commands of the trusts."""
