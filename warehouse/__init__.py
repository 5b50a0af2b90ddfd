"""What leaves the house: where things live, the built file, its publication, its audit trail and its report.

Knows DuckDB and paths. Knows nothing of raw formats, of checks or of the scheduler: it is handed frozen
records and speaks back in the same. Importing this package loads no engine.
"""
