"""Clinical tables of any form, read into one landing table by steps that all forms share."""
