{# The key of something that has an id within a study: `study_id:id`. NULL where the id is. #}
{% macro study_key(id, study_id="study_id") -%}
    {{ study_id }} || ':' || {{ id }}
{%- endmacro %}

{# What an assay read goes by in int_genes__panel and int_genes__scope: the panel, else the study whose BED says it. #}
{% macro gene_list_id(panel_id, study_id) -%}
    coalesce(upper({{ panel_id }}), 'regions of ' || {{ study_id }})
{%- endmacro %}

{# A value of the seed unit_constant, as a scalar. #}
{% macro constant(name) -%}
    (select unit_constant.value from {{ ref("unit_constant") }} as unit_constant where unit_constant.name = '{{ name }}')
{%- endmacro %}

{# The key of a variant in a sample. The end is not part of it: start and alleles give it. #}
{% macro mutation_key() -%}
    {{
        dbt.hash(
            "sample_key || ':' || genome_build || ':' || chromosome || ':' || cast(start_position as "
            ~ dbt.type_string() ~ ") || ':' || reference_allele || ':' || alternate_allele"
        )
    }}
{%- endmacro %}
