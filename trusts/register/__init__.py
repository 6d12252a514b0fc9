"""Products by class and kind, parties and their roles, terms in versions, a product's life."""
