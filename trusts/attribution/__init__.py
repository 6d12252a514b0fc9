"""The share of what a project spares that belongs to each product, by PCAF and by the guide."""
