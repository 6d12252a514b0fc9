"""What a proposed edition or policy would move: statements, products, published disclosures."""
