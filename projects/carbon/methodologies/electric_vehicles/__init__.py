"""Electric vehicles for fuel vehicles."""
