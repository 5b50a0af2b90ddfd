"""Reading of VCF 4.1 to 4.5: header, records, samples, alleles, depths and annotation. The format is in
etl.formats.
"""
