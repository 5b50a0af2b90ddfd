-- Words of closed fields that no vocabulary knows: their value is NULL in the marts until a seed lists them.
{{ config(severity="warn", meta={"rows": "audit.unknown_word"}) }}

select
    study_id,
    field,
    word,
    n_rows
from {{ ref("unknown_word") }}
