"""What the field knows and a study cannot overrule: bounds, words and places, each with its source.

Only what a plausibility check needs. How a delivered word becomes ours is the seeds' business, not told
again here.
"""

from __future__ import annotations

MAX_AGE_YEARS = 120
MAX_AGE_DAYS = 43_830
"""120 years of 365.25 days. GDC itself never tells more than 32,872 days (90 years)."""

MAX_MONTHS = 600
"""50 years of follow-up; what lies beyond is most likely days in a column of months."""
MAX_DAYS = 18_263
"""50 years of 365.25 days."""

MAX_VARIANTS_PER_TUMOUR = 20_000
"""Coding variants of one tumour. Hypermutated lung tumours have a few
thousand; an exome whose inherited variants were left in has more than this."""

SEX_WORDS = frozenset(
    (
        *("female", "male", "f", "m", "woman", "man", "intersex", "other"),
        *("unknown", "unspecified", "not reported", "not allowed to collect"),
    )
)
"""Lower case; GDC data dictionary, demographic.gender, and what cBioPortal studies use."""

VITAL_STATUS_WORDS = frozenset(("alive", "dead", "living", "deceased", "unknown", "not reported"))
"""Lower case; GDC data dictionary, demographic.vital_status, and the words of cBioPortal's OS_STATUS."""

EVENT_STATUS_WORDS = frozenset(
    (
        *("living", "deceased", "alive", "dead", "alive or dead tumor free", "dead with tumor"),
        *("diseasefree", "disease free", "recurred", "recurrence", "recurred/progressed", "not recurred"),
        *(
            "no recurrence",
            "relapsed",
            "relapse",
            "no relapse",
            "progressed",
            "progression",
            "not progressed",
        ),
        *("no progression", "progression free", "censored", "censure", "event", "no event", "0", "1"),
        # other spellings of the same, as the seed event_status has them
        *(
            "ned",
            "no evidence of disease",
            "not deceased",
            "disease-free",
            "diseasefree/alive",
            "progression-free",
            "progressionfree",
            "recurrence free",
            "recurrence-free",
            "relapse free",
            "relapse-free",
            "event free",
            "event-free",
            "eventfree",
            "non-event",
            "metastasis free",
            "metastasis-free",
            "no metastasis",
            "not recurred/progressed",
            "dead of disease",
            "died of disease",
            "death",
            "died",
            "dead with disease",
            "progressed/relapsed",
            "recurred or progressed",
            "recurred/relapsed",
            "disease progression",
            "progressive disease",
            "progression/relapse",
            "metastasis",
            "metastasized",
            "recurrent",
        ),
    )
)
"""Lower case, without a leading ``0:`` or ``1:``; cBioPortal, File-Formats, and its public studies."""

BUILDS = frozenset(("GRCh37", "GRCh38"))
CHROMOSOMES = frozenset((*(str(number) for number in range(1, 23)), "X", "Y", "MT"))
VARIANT_TYPES = frozenset(("SNP", "DNP", "TNP", "ONP", "INS", "DEL"))
"""MAF specification, Variant_Type."""

MARKER_GENES = (
    # gene, chromosome, first and last base on GRCh37, first and last base on GRCh38
    ("TP53", "17", 7_565_097, 7_590_856, 7_661_779, 7_687_550),
    ("KRAS", "12", 25_357_723, 25_403_870, 25_205_246, 25_250_936),
    ("KEAP1", "19", 10_596_796, 10_614_417, 10_486_120, 10_503_741),
    ("BRAF", "7", 140_419_127, 140_624_564, 140_713_328, 140_924_929),
    ("PIK3CA", "3", 178_865_902, 178_957_881, 179_148_114, 179_240_093),
)
"""Genes often mutated in lung cancer whose places in the two builds do not overlap (Ensembl, 1-based,
inclusive): most shifts between the builds are too small to see, these are not."""

OPEN_PANELS = frozenset(("na", "wes", "wxs", "wgs", "exome", "none"))
"""Lower case: what a panel column says when no gene panel was used."""

SIGNATURE_STATUS = frozenset(("positive", "negative", "not_assessable"))
RISK_GROUPS = frozenset(("high", "standard"))
STAGE_GROUPS = frozenset(("0", "I", "II", "III", "IV"))
SEXES = frozenset(("Female", "Male"))
"""What the marts may say; the words delivered are mapped to these by the seeds."""
