-- Every landed variant row stands in fct_mutation, on its own or folded into another: the counts agree study by study.
with landed as (

    select
        study_id,
        count(*) as n_landed
    from {{ ref("stg_maf__mutation") }}
    group by study_id

),

published as (

    select
        study_id,
        sum(n_source_rows) as n_published
    from {{ ref("fct_mutation") }}
    group by study_id

)

select
    coalesce(landed.study_id, published.study_id) as study_id,
    landed.n_landed,
    published.n_published
from landed
full outer join published on landed.study_id = published.study_id
where coalesce(landed.n_landed, 0) <> coalesce(published.n_published, 0)
