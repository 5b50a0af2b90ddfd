"""Raw study files to typed Parquet: every row traced to file and line, none lost in silence."""
