with gdc as (

    select * from {{ ref("int_outcomes__gdc") }}

),

cbioportal as (

    select * from {{ ref("int_outcomes__cbioportal") }}

),

final as (

    select
        {{ outcome_columns() | join(", ") }},
        'gdc' as form
    from gdc

    union all

    select
        {{ outcome_columns() | join(", ") }},
        'cbioportal ' || outcome_source as form
    from cbioportal

)

select * from final
