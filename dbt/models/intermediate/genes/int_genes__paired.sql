with member as (

    select * from {{ ref("int_cohorts__member") }}

),

patient_signature as (

    select * from {{ ref("fct_patient_signature") }}

),

driver as (

    select * from {{ ref("int_genes__driver") }}

),

final as (

    select
        member.cohort_type,
        member.cohort,
        patient_signature.signature_id,
        patient_signature.signature_version,
        driver.gene_symbol,
        {% for signature in ["positive", "negative"] %}
            {% for gene in ["positive", "negative"] %}
                sum(
                    case
                        when patient_signature.status = '{{ signature }}' and driver.status = '{{ gene }}' then 1
                        else 0
                    end
                ) as n_{{ signature }}_{{ {"positive": "mutated", "negative": "wild_type"}[gene] }}
                {{- "," if not (loop.last and signature == "negative") }}
            {% endfor %}
        {% endfor %}
    from member
    inner join patient_signature on member.patient_key = patient_signature.patient_key
    inner join driver on member.patient_key = driver.patient_key
    group by
        member.cohort_type,
        member.cohort,
        patient_signature.signature_id,
        patient_signature.signature_version,
        driver.gene_symbol

)

select * from final
