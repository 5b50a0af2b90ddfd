with study as (

    select * from {{ ref("stg_delivery__study") }}

),

source_file as (

    select * from {{ ref("stg_delivery__source_file") }}

),

resolved as (

    select * from {{ ref("int_samples__resolved") }}

),

assay as (

    select * from {{ ref("assay") }}

),

mutation_files as (

    select
        study_id,
        path,
        max(case when status = 'loaded' then 1 else 0 end) as is_loaded,
        max(case when status = 'held_back' then 1 else 0 end) as is_held_back
    from source_file
    where kind = 'mutations'
    group by study_id, path

),

files as (

    select
        study_id,
        sum(is_loaded) as n_loaded,
        sum(case when is_held_back = 1 and is_loaded = 0 then 1 else 0 end) as n_missing
    from mutation_files
    group by study_id

),

mentions as (

    select
        resolved.study_id,
        min(resolved.genome_build) as genome_build,
        max(
            case when resolved.evidence = 'file without variants' and resolved.sample_id is null then 1 else 0 end
        ) as has_unnamed_file,
        max(
            case when resolved.evidence in ('case list', 'file header') and resolved.says_sequenced then 1 else 0 end
        ) as has_list,
        max(case when resolved.panel_id is not null and assay.word is null then 1 else 0 end) as names_panels
    from resolved
    left join assay on lower(resolved.panel_id) = assay.word
    group by resolved.study_id

),

final as (

    select
        study.study_id,
        study.layout,
        study.assay,
        study.panel_id,
        study.time_zero,
        coalesce(study.genome_build, mentions.genome_build) as genome_build,
        coalesce(mentions.names_panels, 0) = 1 as names_panels,
        -- True where everybody who is not named was not sequenced; false where the delivery leaves that open.
        case
            when study.layout = 'gdc'
                then
                    coalesce(files.n_loaded, 0) > 0
                    and coalesce(files.n_missing, 0) = 0
                    and coalesce(mentions.has_unnamed_file, 0) = 0
            else coalesce(mentions.has_list, 0) = 1
        end as names_all_sequenced,
        -- True where no file is missing that may hold variants of a sequenced sample: a GDC file holds those of its own
        -- aliquot, any other may hold anybody's.
        coalesce(files.n_loaded, 0) > 0
        and (study.layout = 'gdc' or coalesce(files.n_missing, 0) = 0) as has_all_variants
    from study
    left join files on study.study_id = files.study_id
    left join mentions on study.study_id = mentions.study_id

)

select * from final
