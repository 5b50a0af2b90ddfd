with gdc as (

    select * from {{ ref("int_outcomes__gdc") }}

),

cbioportal as (

    select * from {{ ref("int_outcomes__cbioportal") }}

),

clinical as (

    select * from {{ ref("int_outcomes__clinical") }}

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

    union all

    select
        {{ outcome_columns() | join(", ") }},
        outcome_source as form
    from clinical

)

select * from final
