-- No mart says false or zero of what nobody knows: each row here is one that does.
with patient as (

    select * from {{ ref("dim_patient") }}

),

sample as (

    select * from {{ ref("dim_sample") }}

),

outcome as (

    select * from {{ ref("fct_outcome") }}

),

call as (

    select * from {{ ref("fct_leader_signature") }}

),

patient_call as (

    select * from {{ ref("fct_patient_signature") }}

),

mutation as (

    select * from {{ ref("fct_mutation") }}

)

select
    'a flag of a patient whose status is not assessable' as fault,
    patient_key as row_key
from patient
where leader_signature_status = 'not_assessable' and leader_signature is not null

union all

select
    'no leader variants in a patient who was not assessed' as fault,
    patient_key as row_key
from patient
where leader_signature_status = 'not_assessable' and n_leader_variants = 0

union all

select
    'a burden of a patient who was not sequenced, or not known to be' as fault,
    patient_key as row_key
from patient
where not coalesce(is_sequenced, false) and tmb_per_mb is not null

union all

select
    'standard risk without a stage' as fault,
    patient_key as row_key
from patient
where risk_group = 'standard' and stage_group is null

union all

select
    'a burden of a sample that was not sequenced, or of unknown size' as fault,
    sample_key as row_key
from sample
where tmb_per_mb is not null and (not coalesce(is_sequenced, false) or tmb_megabases is null)

union all

select
    'no aliquots of a sample that may have been sequenced' as fault,
    sample_key as row_key
from sample
where is_sequenced is null and n_aliquots is not null

union all

select
    'censored or dead without a delivered status' as fault,
    patient_key || ' ' || endpoint as row_key
from outcome
where event is not null and status_as_delivered is null

union all

select
    'no competing death where the event or the death is unknown' as fault,
    patient_key || ' ' || endpoint as row_key
from outcome
where competing_event is not null and event is null

union all

select
    'no variants in a sample that was not assessed' as fault,
    sample_key || ' ' || signature_id as row_key
from call
where status = 'not_assessable' and n_variants = 0

union all

select
    'no variants in a patient who was not assessed' as fault,
    patient_key || ' ' || signature_id as row_key
from patient_call
where status = 'not_assessable' and n_variants = 0

union all

select
    'a silent variant whose class is not known' as fault,
    mutation_key as row_key
from mutation
where variant_classification is null and is_nonsilent is not null
