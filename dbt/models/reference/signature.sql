{%- set default_version = var("default_signature_version") -%}

with shipped as (

    select * from {{ ref("shipped_signature") }}

),

imported as (

    select * from {{ ref("stg_imported__signature") }}

),

versions as (

    select
        signature_id,
        signature_version,
        status,
        is_callable,
        'shipped' as origin,
        title,
        citation,
        evidence,
        caveat,
        cast(null as {{ dbt.type_timestamp() }}) as imported_at
    from shipped

    union all

    select
        signature_id,
        signature_version,
        status,
        true as is_callable,
        'imported' as origin,
        title,
        citation,
        evidence,
        caveat,
        imported_at
    from imported

),

marked as (

    select
        *,
        signature_version = max(signature_version) over (partition by signature_id) as is_current
    from versions

),

final as (

    select
        signature_id,
        signature_version,
        is_current,
        signature_id = '{{ var("default_signature") }}'
        and {{ "is_current" if default_version is none else "signature_version = " ~ default_version }} as is_default,
        status,
        is_callable,
        origin,
        title,
        citation,
        evidence,
        caveat,
        imported_at
    from marked

)

select * from final
