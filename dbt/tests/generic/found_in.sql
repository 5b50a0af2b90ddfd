{# Every value of the column, where there is one, is a value of a column of another table: a parent's key or a vocabulary. #}
{% test found_in(model, column_name, to, field) %}

select
    child.{{ column_name }},
    count(*) as n_rows
from {{ model }} as child
left join (select distinct {{ field }} as value from {{ to }}) as parent on child.{{ column_name }} = parent.value
where child.{{ column_name }} is not null and parent.value is null
group by child.{{ column_name }}

{% endtest %}
