"""The green report of one product: use of proceeds and impact, after the ICMA guidance's parts."""
