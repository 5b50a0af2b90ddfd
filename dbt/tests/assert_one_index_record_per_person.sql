-- Counting index records counts persons: each has exactly one.
select
    person_id,
    sum(case when is_index_record then 1 else 0 end) as n_index_records
from {{ ref("dim_patient") }}
group by person_id
having sum(case when is_index_record then 1 else 0 end) <> 1
