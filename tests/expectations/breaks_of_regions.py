"""What breaks one expectation on regions each, in the way a faulty reading would."""

from tests.expectations.statements import Break, more_rows, set_rows

REGIONS = "landing.regions"
BREAKS: dict[str, Break] = {
    "region_without_build": Break(set_rows(REGIONS, "genome_build = null"), "!regions.genome_build_not_null"),
    "region_nowhere": Break(set_rows(REGIONS, "chromosome = null"), "!regions.chromosome_not_null"),
    "region_from_zero": Break(set_rows(REGIONS, "start_position = 0"), "!regions.region_holds_a_base"),
    "region_backwards": Break(set_rows(REGIONS, "end_position = 7674999"), "!regions.region_holds_a_base"),
    "regions_of_two_builds": Break(
        more_rows(REGIONS, "true", genome_build="'GRCh37'"), "regions.assay_is_of_one_build"
    ),
    "region_of_an_arm": Break(
        set_rows(REGIONS, "end_position = 90000000"), "regions.no_region_is_a_chromosome"
    ),
}
