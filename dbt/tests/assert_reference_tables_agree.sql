-- What one seed says of another is there: lengths, builds, targets and rules of signatures, the default signature, the
-- rules of risk and burden that the project names.
with chromosome as (

    select * from {{ ref("chromosome") }}

),

cytoband as (

    select * from {{ ref("cytoband") }}

),

gene as (

    select * from {{ ref("gene") }}

),

signature as (

    select * from {{ ref("signature") }}

),

signature_rule as (

    select * from {{ ref("signature_rule") }}

),

signature_region as (

    select * from {{ ref("signature_region") }}

),

target as (

    select * from {{ ref("int_signatures__target") }}

),

risk_rule as (

    select * from {{ ref("risk_rule") }}

),

tmb_rule as (

    select * from {{ ref("tmb_rule") }}

),

intervals as (

    select
        'cytoband' as seed,
        genome_build,
        chromosome,
        start_position,
        end_position
    from cytoband

    union all

    select
        'gene' as seed,
        genome_build,
        chromosome,
        start_position,
        end_position
    from gene

    union all

    select
        'signature_region' as seed,
        genome_build,
        chromosome,
        start_position,
        end_position
    from signature_region

)

select
    intervals.seed || ' ' || intervals.genome_build || ' ' || intervals.chromosome || ':'
    || cast(intervals.start_position as {{ dbt.type_string() }}) || ' does not lie on its chromosome' as fault
from intervals
left join chromosome
    on
        intervals.genome_build = chromosome.genome_build
        and intervals.chromosome = chromosome.chromosome
        and intervals.start_position between 1 and intervals.end_position
        and intervals.end_position <= chromosome.length_bp
where chromosome.chromosome is null

union all

select 'bands of ' || genome_build || ' ' || chromosome || ' leave gaps or overlap' as fault
from cytoband
group by genome_build, chromosome
having sum(end_position - start_position + 1) <> max(end_position) or min(start_position) <> 1

union all

select 'signature ' || signature.signature_id || ' is callable and has no rule or no target' as fault
from signature
left join signature_rule
    on
        signature.signature_id = signature_rule.signature_id
        and signature.signature_version = signature_rule.signature_version
left join target
    on
        signature.signature_id = target.signature_id
        and signature.signature_version = target.signature_version
where signature.is_callable and (signature_rule.signature_id is null or target.signature_id is null)

union all

select 'the default signature has not exactly one current callable version' as fault
from signature
having
    sum(
        case when signature_id = '{{ var("default_signature") }}' and is_current and is_callable then 1 else 0 end
    ) <> 1

union all

select 'the rule of risk is not in the seed risk_rule' as fault
from risk_rule
having sum(case when risk_rule = '{{ var("risk_rule") }}' then 1 else 0 end) = 0

union all

select 'the rule of burden is not in the seed tmb_rule' as fault
from tmb_rule
having sum(case when tmb_rule = '{{ var("tmb_rule") }}' then 1 else 0 end) = 0
