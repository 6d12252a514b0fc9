"""Standard coal of energy used."""
