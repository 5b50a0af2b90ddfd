{#
    The columns of one outcome as a form of delivery gives it. Every model int_outcomes__<form> has them; a new form is one
    branch more in int_outcomes__delivered.
#}
{% macro outcome_columns() -%}
    {{
        return([
            "study_id", "patient_key", "endpoint", "time_zero", "time_days", "time_months", "event",
            "status_as_delivered", "outcome_source", "is_age_capped", "source_file_id", "source_line",
        ])
    }}
{%- endmacro %}

{# How far apart two times may lie and be the same: studies round, and make months by different divisors. #}
{% macro time_tolerance(days) -%}
    greatest({{ constant("outcome_tolerance_days") }}, {{ constant("outcome_tolerance_fraction") }} * {{ days }})
{%- endmacro %}
