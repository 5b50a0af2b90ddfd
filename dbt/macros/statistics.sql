{#
    Benjamini-Hochberg q values over the rows of a family that have a p value: two CTEs, `ranked` from the relation and `adjusted`
    with the column q_value. Of equal p values all get the q of the last.
#}
{% macro benjamini_hochberg(relation, family) -%}
    ranked as (

        select
            {{ relation }}.*,
            row_number() over (partition by {{ family }} order by p_value asc nulls last) as p_rank,
            count(p_value) over (partition by {{ family }}) as n_tests
        from {{ relation }}

    ),

    adjusted as (

        select
            ranked.*,
            case
                when p_value is not null
                    then
                        least(
                            1.0,
                            min(p_value * n_tests / p_rank) over (
                                partition by {{ family }}
                                order by p_rank desc
                                rows between unbounded preceding and current row
                            )
                        )
            end as q_value
        from ranked

    )
{%- endmacro %}
