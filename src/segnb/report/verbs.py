"""What chapters measure, show and say: each function takes the report and gives something to read.

A function that is given a gap gives that gap back, so that no cell needs to ask.
"""

import lazy_loader

_VERBS = {
    "area_types.gap_between_types": "say_gap say_gaps show_gaps show_type_bars",
    "area_types.moving_yardstick": "measure_yardstick note_yardstick say_yardstick show_yardstick",
    "area_types.official_types": "get_types",
    "area_types.residents": "measure_residents say_composition show_composition show_residents",
    "area_types.transitions": "measure_transitions say_transitions show_transitions",
    "area_types.values_by_type": "measure_by_type",
    "change.change_findings": "lead_changes may_say say_change say_trends say_turn",
    "change.change_components_figure": "show_change_areas show_change_components",
    "change.small_multiples": "longest_of show_small_multiples",
    "change.trend_figure": "pair show_trend",
    "comparison.area_sensitivity": "show_regroupings",
    "comparison.side_by_side": "measure_beside open_beside show_beside show_pairs",
    "comparison.standings": "Standing measure_standing",
    "comparison.strips_and_ranks": "say_standing show_strips",
    "division.division_today": "say_level say_levels show_indices",
    "division.index_values": "measure_indices",
    "documents.claim_evidence": "measure_claims",
    "documents.claim_findings": "say_claims show_two_yardsticks",
    "documents.claim_ledger": "count_verdicts show_ledger",
    "documents.claim_tables": "show_measures show_rising",
    "documents.effort_timeline": "get_efforts show_named show_timeline",
    "documents.experience": "show_assessment show_experience show_lessons show_points",
    "documents.grants": "show_counties show_offered show_recipients show_uses",
    "evaluation_page.evaluation_figures": "show_event_study show_placebos",
    "evaluation_page.evaluation_findings": (
        "measure_evaluation open_evaluation say_evaluation show_limits show_plan"
    ),
    "evaluation_page.synthetic_figure": "show_synthetic",
    "focus_areas.newest_values": "best_by_sex best_of show_newest show_sexes",
    "focus_areas.perspectives": "show_by_sex show_goals show_perspectives show_young",
    "focus_areas.school_division": "measure_schools say_schools show_schools",
    "focus_areas.turnout": "measure_turnout say_turnout show_turnout",
    "front_matter.data_coverage": "show_coverage show_gap",
    "front_matter.first_page": (
        "say_changes show_boxes show_contact show_foreword show_logo show_plain"
    ),
    "front_matter.methods": (
        "show_accessibility show_citation show_disclosure show_glossary show_law show_method "
        "show_quality"
    ),
    "front_matter.place_profile": "place_facts show_definition show_place",
    "geography.area_maps": "show_share_map show_type_map",
    "geography.no_crime_map": "show_no_crime_by_area",
    "geography.own_area_page": "note_own_types show_own_areas show_own_map",
    "geography.police_list": "note_police show_police_map",
    "geography.spatial_scale": "measure_neighbours say_nested show_ends show_neighbours",
    "geography.town_line": "show_line",
    "national.national_changes": (
        "measure_national_changes show_changed_places show_national_changes"
    ),
    "national.national_chapter": (
        "measure_national show_national show_national_coverage show_national_map"
    ),
    "since_last.earlier_report": (
        "get_since_last say_since_last show_causes show_changed show_new_years"
    ),
}
__getattr__, __dir__, __all__ = lazy_loader.attach(
    "segnb.report", submod_attrs={module: names.split() for module, names in _VERBS.items()}
)
