with region as (

    select * from {{ ref("stg_bed__region") }}

),

-- The regions of a panel serve every study; those of no panel are the study's own.
scoped as (

    select
        case when panel_id is null then study_id end as study_id,
        upper(panel_id) as panel_id,
        genome_build,
        chromosome,
        start_position,
        end_position,
        source_file_id
    from region

),

reaching as (

    select
        scoped.*,
        max(end_position) over (
            partition by study_id, panel_id, genome_build, chromosome
            order by start_position, end_position
            rows between unbounded preceding and 1 preceding
        ) as reached
    from scoped

),

-- Intervals that overlap or touch are one region; the first of each region counts up.
numbered as (

    select
        reaching.*,
        sum(case when start_position <= reached + 1 then 0 else 1 end) over (
            partition by study_id, panel_id, genome_build, chromosome
            order by start_position, end_position
            rows between unbounded preceding and current row
        ) as region_number
    from reaching

),

final as (

    select
        study_id,
        panel_id,
        genome_build,
        chromosome,
        min(start_position) as start_position,
        max(end_position) as end_position,
        cast(count(*) as bigint) as n_intervals,
        min(source_file_id) as source_file_id
    from numbered
    group by study_id, panel_id, genome_build, chromosome, region_number

)

select * from final
