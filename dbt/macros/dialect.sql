{#
    What SQL engines spell differently beyond dbt's own cross-database macros. A model uses these, so that a second engine
    needs one more `<engine>__` macro here and no change in a model.
#}

{# True where a text matches a regular expression somewhere. #}
{% macro matches(text, pattern) -%}
    {{ adapter.dispatch("matches")(text, pattern) }}
{%- endmacro %}

{% macro default__matches(text, pattern) -%}
    {{ text }} rlike {{ pattern }}
{%- endmacro %}

{% macro duckdb__matches(text, pattern) -%}
    regexp_matches({{ text }}, {{ pattern }})
{%- endmacro %}

{# The first match's group, NULL where nothing matches. #}
{% macro matched(text, pattern, group=1) -%}
    nullif(regexp_extract({{ text }}, {{ pattern }}, {{ group }}), '')
{%- endmacro %}

{# The number that a text is, NULL where it is none. #}
{% macro number_in(text) -%}
    {{ adapter.dispatch("number_in")(text) }}
{%- endmacro %}

{% macro default__number_in(text) -%}
    {{ dbt.safe_cast(text, api.Column.translate_type("double")) }}
{%- endmacro %}

{% macro duckdb__number_in(text) -%}
    try_cast({{ text }} as double)
{%- endmacro %}

{# Distinct values of a group as one text, sorted, so that the same rows always give the same text. #}
{% macro distinct_list(expression, separator=", ") -%}
    {{ adapter.dispatch("distinct_list")(expression, separator) }}
{%- endmacro %}

{% macro default__distinct_list(expression, separator) -%}
    nullif(array_join(array_sort(collect_set({{ expression }})), '{{ separator }}'), '')
{%- endmacro %}

{% macro duckdb__distinct_list(expression, separator) -%}
    string_agg(distinct {{ expression }}, '{{ separator }}' order by {{ expression }})
{%- endmacro %}

{# One row per element of a list column, after the relation in FROM; the element is the column `item`. #}
{% macro each_item(list_column) -%}
    {{ adapter.dispatch("each_item")(list_column) }}
{%- endmacro %}

{% macro default__each_item(list_column) -%}
    lateral view explode({{ list_column }}) each_item as item
{%- endmacro %}

{% macro duckdb__each_item(list_column) -%}
    cross join unnest({{ list_column }}) as each_item(item)
{%- endmacro %}

{# The median of a group's known values, the middle between two where their number is even. #}
{% macro median(expression) -%}
    {{ adapter.dispatch("median")(expression) }}
{%- endmacro %}

{% macro default__median(expression) -%}
    percentile({{ expression }}, 0.5)
{%- endmacro %}

{% macro duckdb__median(expression) -%}
    median({{ expression }})
{%- endmacro %}
