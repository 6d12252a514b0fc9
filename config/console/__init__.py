"""How staff pages speak: the site, the dashboard, records, proposals, batches, their links."""
