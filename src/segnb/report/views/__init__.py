"""What chapters measure, show and say: each function takes the report and gives something to read.

A function that is given a gap gives that gap back, so that no cell needs to ask.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "yardstick": ["measure_yardstick", "note_yardstick", "say_yardstick", "show_yardstick"],
        "transitions": ["measure_transitions", "say_transitions", "show_transitions"],
        "residents": ["measure_residents", "say_composition", "show_composition", "show_residents"],
        "police": ["note_police", "show_police_map"],
        "by_type": ["measure_by_type"],
        "maps": ["show_share_map", "show_type_map"],
        "type_gaps": ["say_gap", "say_gaps", "show_gaps", "show_type_bars"],
        "types": ["get_types"],
        "change": ["lead_changes", "may_say", "say_change", "say_trends", "say_turn"],
        "change_parts": ["show_change_areas", "show_change_parts"],
        "comparison": ["say_standing", "show_strips"],
        "standings": ["Standing", "measure_standing"],
        "coverage": ["show_coverage", "show_gap"],
        "crime": ["show_no_crime_by_area"],
        "schools": ["measure_schools", "say_schools", "show_schools"],
        "turnout": ["measure_turnout", "say_turnout", "show_turnout"],
        "claims": ["measure_claims"],
        "claim_findings": ["say_claims", "show_two_yardsticks"],
        "claim_ledger": ["count_verdicts", "show_ledger"],
        "claim_tables": ["show_measures", "show_rising"],
        "evaluation": [
            "measure_effort",
            "open_evaluation",
            "say_effort",
            "show_limits",
            "show_plan",
        ],
        "evaluation_figures": ["show_event_study", "show_placebos"],
        "grants": ["show_counties", "show_offered", "show_recipients", "show_uses"],
        "experience": ["show_assessment", "show_experience", "show_lessons", "show_points"],
        "interventions": ["get_efforts", "show_named", "show_timeline"],
        "indices": ["measure_indices", "say_level", "say_levels", "show_indices"],
        "line": ["show_line"],
        "methods": [
            "show_accessibility",
            "show_citation",
            "show_disclosure",
            "show_glossary",
            "show_law",
            "show_method",
            "show_quality",
        ],
        "national": [
            "measure_national",
            "show_national",
            "show_national_coverage",
            "show_national_map",
        ],
        "national_changes": [
            "measure_national_changes",
            "show_changed_places",
            "show_national_changes",
        ],
        "multiples": ["longest_of", "show_small_multiples"],
        "trends": ["pair", "show_trend"],
        "own_areas": ["note_own_types", "show_own_map"],
        "perspectives": ["show_by_sex", "show_goals", "show_perspectives", "show_young"],
        "place": ["place_facts", "show_definition", "show_place"],
        "summary": [
            "say_changes",
            "show_boxes",
            "show_contact",
            "show_foreword",
            "show_logo",
            "show_plain",
        ],
        "scale": ["measure_neighbours", "say_nested", "show_ends", "show_neighbours"],
    },
)
