"""Words that no page of an evaluation has, in any setting: they would say why areas differ."""

NEVER = {
    "sv": r"\beffekt(en|er|erna)? av\b|\bledde till\b|\btack vare\b|\bbevisa(r(?! inte)|de|t|s)\b"
    r"|\bfungerade\b|\bmisslyckades\b",
    "en": r"\beffects? of\b|\bled to\b|\bthanks to\b|\bprove[sd]\b|\bworked\b|\bfailed\b",
}
