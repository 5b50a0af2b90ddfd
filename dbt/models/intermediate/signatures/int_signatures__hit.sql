{%- set columns = [
    "sample_key", "patient_key", "source_file_id", "source_line", "tumor_sample_barcode", "gene_symbol",
    "genome_build", "chromosome", "start_position", "reference_allele", "alternate_allele",
    "is_nonsilent", "is_somatic", "is_pass",
] -%}

with variant as (

    select * from {{ ref("int_variants__sampled") }}

),

repeated as (

    select * from {{ ref("int_variants__repeated") }}

),

callable as (

    select * from {{ ref("int_signatures__callable") }}

),

signature_region as (

    select * from {{ ref("signature_region") }}

),

signature_gene as (

    select * from {{ ref("signature_gene") }}

),

gene as (

    select * from {{ ref("gene") }}

),

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

---------- genes: by Ensembl id; by Entrez id where either side has no Ensembl id; by symbol where neither can decide

by_ensembl as (

    select
        {% for column in columns %}
            variant.{{ column }},
        {% endfor %}
        signature_gene.signature_id,
        signature_gene.signature_version
    from variant
    inner join signature_gene on variant.ensembl_gene_id = signature_gene.ensembl_gene_id

),

by_entrez as (

    select
        {% for column in columns %}
            variant.{{ column }},
        {% endfor %}
        signature_gene.signature_id,
        signature_gene.signature_version
    from variant
    inner join signature_gene on variant.entrez_gene_id = signature_gene.entrez_gene_id
    where variant.ensembl_gene_id is null or signature_gene.ensembl_gene_id is null

),

-- Symbols change: a gene goes by its symbol in either build.
gene_names as (

    select
        signature_id,
        signature_version,
        ensembl_gene_id,
        entrez_gene_id,
        upper(gene_symbol) as gene_symbol
    from signature_gene

    union

    select
        signature_gene.signature_id,
        signature_gene.signature_version,
        signature_gene.ensembl_gene_id,
        signature_gene.entrez_gene_id,
        upper(gene.gene_symbol) as gene_symbol
    from signature_gene
    inner join gene on signature_gene.ensembl_gene_id = gene.ensembl_gene_id

),

by_symbol as (

    select
        {% for column in columns %}
            variant.{{ column }},
        {% endfor %}
        gene_names.signature_id,
        gene_names.signature_version
    from variant
    inner join gene_names on upper(variant.gene_symbol) = gene_names.gene_symbol
    where
        (variant.ensembl_gene_id is null or gene_names.ensembl_gene_id is null)
        and (variant.entrez_gene_id is null or gene_names.entrez_gene_id is null)

),

hits as (

    select * from in_regions

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

final as (

    select
        keyed.mutation_key,
        keyed.sample_key,
        keyed.patient_key,
        keyed.signature_id,
        keyed.signature_version,
        callable.is_default,
        keyed.gene_symbol,
        keyed.genome_build,
        keyed.chromosome,
        keyed.start_position,
        keyed.reference_allele,
        keyed.alternate_allele,
        -- NULL where the class is not known: such a variant neither makes a sample positive nor lets it be negative.
        case
            when not keyed.is_somatic then false
            when callable.filter_policy = 'not_failed' and not coalesce(keyed.is_pass, true) then false
            when callable.filter_policy = 'pass' and not coalesce(keyed.is_pass, false) then false
            when callable.variant_classes = 'all' then true
            else keyed.is_nonsilent
        end as is_qualifying
    from keyed
    inner join callable
        on
            keyed.signature_id = callable.signature_id
            and keyed.signature_version = callable.signature_version
    left join repeated on keyed.mutation_key = repeated.mutation_key
    where
        repeated.mutation_key is null
        or (
            keyed.source_file_id = repeated.source_file_id
            and keyed.source_line = repeated.source_line
            and keyed.tumor_sample_barcode = repeated.tumor_sample_barcode
        )

)

select * from final
