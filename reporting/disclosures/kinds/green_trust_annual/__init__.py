"""The annual green trust disclosure: products, projects, what was spared, whose part it is."""
