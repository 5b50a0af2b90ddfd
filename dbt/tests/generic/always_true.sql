{#
    Each expression holds in every row; one that cannot be said (NULL) does not fail. All of a model's rules are checked in
    one pass, and the failing rule is named.
#}
{% test always_true(model, rules) %}

with counted as (

    select
        {%- for name, expression in rules.items() %}
        sum(case when not ({{ expression }}) then 1 else 0 end) as {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ model }}

)

{% for name in rules -%}
select
    '{{ name }}' as rule,
    {{ name }} as n_rows
from counted
where {{ name }} > 0
{{ "union all" if not loop.last }}
{% endfor %}

{% endtest %}
