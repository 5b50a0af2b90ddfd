{%- set columns = [
    "sample_key", "patient_key", "source_file_id", "source_line", "gene_symbol",
    "genome_build", "chromosome", "start_position", "reference_allele", "alternate_allele",
    "is_nonsilent", "is_somatic", "is_pass", "t_depth",
] -%}

with variant as (

    select * from {{ ref("int_variants__sampled") }}

),

callable as (

    select * from {{ ref("int_signatures__callable") }}

),

signature_region as (

    select * from {{ ref("signature_region") }}

),

signature_gene as (

    select * from {{ ref("int_signatures__gene") }}

),

signature_variant as (

    select * from {{ ref("signature_variant") }}

),

target_name as (

    select * from {{ ref("int_signatures__name") }}

),

---------- places: regions, and exact variants, both in the normal form of a landed variant

-- An insertion's start and end are the bases on either side of it, so overlap is the same test for every variant.
in_regions as (

    select
        {% for column in columns %}
            variant.{{ column }},
        {% endfor %}
        signature_region.signature_id,
        signature_region.signature_version
    from variant
    inner join signature_region
        on
            variant.genome_build = signature_region.genome_build
            and variant.chromosome = signature_region.chromosome
            and variant.start_position <= signature_region.end_position
            and variant.end_position >= signature_region.start_position

),

exact as (

    select
        {% for column in columns %}
            variant.{{ column }},
        {% endfor %}
        signature_variant.signature_id,
        signature_variant.signature_version
    from variant
    inner join signature_variant
        on
            variant.genome_build = signature_variant.genome_build
            and variant.chromosome = signature_variant.chromosome
            and variant.start_position = signature_variant.start_position
            and variant.reference_allele = signature_variant.reference_allele
            and variant.alternate_allele = signature_variant.alternate_allele

),

---------- genes: by Ensembl id; by Entrez id where either side has no Ensembl id; by symbol where neither can decide

ensembl_ids as (

    select
        signature_id,
        signature_version,
        genome_build,
        ensembl_gene_id
    from signature_gene

    union

    select
        signature_id,
        signature_version,
        genome_build,
        named_ensembl_gene_id as ensembl_gene_id
    from signature_gene

),

by_ensembl as (

    select
        {% for column in columns %}
            variant.{{ column }},
        {% endfor %}
        ensembl_ids.signature_id,
        ensembl_ids.signature_version
    from variant
    inner join ensembl_ids
        on
            variant.genome_build = ensembl_ids.genome_build
            and variant.ensembl_gene_id = ensembl_ids.ensembl_gene_id

),

by_entrez as (

    select
        {% for column in columns %}
            variant.{{ column }},
        {% endfor %}
        signature_gene.signature_id,
        signature_gene.signature_version
    from variant
    inner join signature_gene
        on
            variant.genome_build = signature_gene.genome_build
            and variant.entrez_gene_id = signature_gene.entrez_gene_id
    where variant.ensembl_gene_id is null or signature_gene.ensembl_gene_id is null

),

by_symbol as (

    select
        {% for column in columns %}
            variant.{{ column }},
        {% endfor %}
        signature_gene.signature_id,
        signature_gene.signature_version
    from variant
    inner join target_name
        on
            variant.genome_build = target_name.genome_build
            and upper(variant.gene_symbol) = target_name.gene_symbol
    inner join signature_gene
        on
            target_name.signature_id = signature_gene.signature_id
            and target_name.signature_version = signature_gene.signature_version
            and target_name.genome_build = signature_gene.genome_build
            and target_name.target_id = signature_gene.target_id
    where
        (variant.ensembl_gene_id is null or signature_gene.ensembl_gene_id is null)
        and (variant.entrez_gene_id is null or signature_gene.entrez_gene_id is null)

),

hits as (

    select * from in_regions

    union

    select * from exact

    union

    select * from by_ensembl

    union

    select * from by_entrez

    union

    select * from by_symbol

),

keyed as (

    select
        hits.*,
        {{ mutation_key() }} as mutation_key
    from hits

),

-- Of a variant with several rows the same one stands for all as in int_variants__repeated.
ranked as (

    select
        keyed.*,
        row_number() over (
            partition by mutation_key, signature_id, signature_version
            order by {{ variant_preference() }}
        ) as preference
    from keyed

),

final as (

    select
        ranked.mutation_key,
        ranked.sample_key,
        ranked.patient_key,
        ranked.signature_id,
        ranked.signature_version,
        callable.is_default,
        ranked.gene_symbol,
        ranked.genome_build,
        ranked.chromosome,
        ranked.start_position,
        ranked.reference_allele,
        ranked.alternate_allele,
        -- NULL where the class is not known: such a variant neither makes a sample positive nor lets it be negative.
        case
            when not ranked.is_somatic then false
            when callable.filter_policy = 'not_failed' and not coalesce(ranked.is_pass, true) then false
            when callable.filter_policy = 'pass' and not coalesce(ranked.is_pass, false) then false
            when callable.variant_classes = 'all' then true
            else ranked.is_nonsilent
        end as is_qualifying
    from ranked
    inner join callable
        on
            ranked.signature_id = callable.signature_id
            and ranked.signature_version = callable.signature_version
    where ranked.preference = 1

)

select * from final
