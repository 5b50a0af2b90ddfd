"""Suites of gate 1: a critical failure holds one study back, so each names the study it fails in."""
