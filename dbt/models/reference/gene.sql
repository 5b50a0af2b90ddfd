with gene as (

    select * from {{ ref("protein_coding_gene") }}

),

gene_source as (

    select * from {{ ref("gene_source") }}

),

cytoband as (

    select * from {{ ref("cytoband") }}

),

-- A gene across a border of bands belongs to the band where it starts.
final as (

    select
        gene.genome_build,
        gene.ensembl_gene_id,
        gene.gene_symbol,
        gene.chromosome,
        gene.start_position,
        gene.end_position,
        gene.strand,
        cytoband.cytoband,
        cytoband.chromosome_arm,
        gene_source.biotype,
        gene.n_transcripts,
        gene_source.source
    from gene
    inner join gene_source on gene.source = gene_source.source_id
    left join cytoband
        on
            gene.genome_build = cytoband.genome_build
            and gene.chromosome = cytoband.chromosome
            and gene.start_position between cytoband.start_position and cytoband.end_position

)

select * from final
