-- Words of closed fields that no vocabulary knows: their value is NULL in the marts until a seed lists them.
{{ config(severity="warn", meta={"rows": "audit.unknown_word"}) }}

with unknown_word as (

    select * from {{ ref("unknown_word") }}

)

select * from unknown_word
