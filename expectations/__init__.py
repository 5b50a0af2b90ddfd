"""The two gates: what must be plausible before a study's rows are used, and before a version is published.

Suites are Python, one module per table below ``suites/``; ``gate.run_gate`` runs them with Great
Expectations over a DuckDB file and hands back counts, never a patient's values. Knows nothing of raw
formats, models or the scheduler. Importing this package loads no engine.
"""
