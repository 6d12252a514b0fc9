"""The company's own funds (固有资金) in green assets: beside trust property, never in it."""
