"""Tables of the app, and the promises that the database keeps beside them."""
