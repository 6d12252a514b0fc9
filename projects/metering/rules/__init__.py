"""The engine, free of frameworks: a declared meter file becomes judged day blocks."""
