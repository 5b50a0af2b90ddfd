"""Suites of gate 2: a critical failure keeps the new version from being published, for all studies."""
