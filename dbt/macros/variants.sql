{# The columns of a landed variant that the models of intermediate/variants carry from one to the next. #}
{% macro variant_columns() -%}
    {{
        return([
            "study_id", "source_file_id", "source_line", "tumor_sample_barcode", "aliquot_id",
            "genome_build", "chromosome", "start_position", "end_position",
            "reference_allele", "alternate_allele", "variant_type",
            "gene_symbol", "entrez_gene_id", "ensembl_gene_id",
            "variant_classification", "hgvsc", "hgvsp_short", "transcript_id",
            "mutation_status", "filter",
            "t_depth", "t_ref_count", "t_alt_count", "t_vaf", "t_pl", "n_depth", "n_alt_count",
        ])
    }}
{%- endmacro %}

{# Which of several rows of one variant in one sample stands for all: the best evidence, then a fixed order. #}
{% macro variant_preference() -%}
    is_nonsilent desc nulls last,
    is_pass desc nulls last,
    t_depth desc nulls last,
    source_file_id asc,
    source_line asc
{%- endmacro %}
