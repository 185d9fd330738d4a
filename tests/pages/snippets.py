"""Small pages, each wrong in one way, beside the same page put right."""

from collections.abc import Sequence
from html import escape


def page(*parts: str, place: str = "Ekby", lang: str = "sv", facts: Sequence[str] = ()) -> str:
    items = "".join(f"<li>{fact}</li>" for fact in facts)
    opening = f"<h1>{place}: lägesbild</h1><ul class='facts'>{items}</ul>"
    return f"<html lang='{lang}'><main>{opening}{''.join(parts)}</main></html>"


def table(caption: str, heads: str, *rows: str) -> str:
    """Cells are parted by bars, as in the quotes."""
    head = "".join(f"<th>{cell.strip()}</th>" for cell in heads.split("|"))
    body = "".join(
        "<tr>" + "".join(f"<td>{cell.strip()}</td>" for cell in row.split("|")) + "</tr>"
        for row in rows
    )
    title, _, subtitle = caption.partition(". ")
    words = f"<caption><b>{title}</b><span class='subtitle'>{subtitle}</span></caption>"
    return f"<table>{words}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def figure(title: str, *parts: str, subtitle: str = "", alt: str = "", name: str = "1") -> str:
    return (
        f"<figure id='figure-{name}'><figcaption><h3>{title}</h3>"
        f"<p class='subtitle'>{subtitle}</p></figcaption>"
        f"<img alt='{escape(alt, quote=True)}'>{''.join(parts)}</figure>"
    )


ABOVE = "Säkerställt över rikets kommunmedian"


def finding(
    text: str,
    *tables: str,
    count: str = "",
    title: str = "Ekby är uppdelat",
    certainty: str = "Säkert",
    reason: str = "",
    here: str = "",
) -> str:
    return (
        f"<article id='finding-1'><p class='count'>{count}</p>"
        f"<div class='says'><h3>{title}</h3><p>{text}</p></div>"
        f"<p class='doubt'><span><b>{certainty}</b> <span>{reason}</span></span></p>"
        f"{''.join(tables)}<div class='rule'><p><b>Här:</b> {here}</p></div></article>"
    )


def box(title: str, *bullets: str, chapter: str = "chapter-1-summary") -> str:
    items = "".join(f"<li>{bullet}</li>" for bullet in bullets)
    return f"<section id='{chapter}'><h2>{title}</h2><ul>{items}</ul></section>"


def chapter(name: str, *lines: str) -> str:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<section id='chapter-{name}'>{body}</section>"


LEVEL = "Områdesnivå | Områden | D | 95 %-intervall | Slump"
GAPS = "Mått | Typ 1 | Typ 4 | Hela kommunen | Avstånd, pe | 95 %-intervall"
SERIES = (
    "Serie | Första året | Värde då | Senaste året | Värde nu | Skillnad | 95 %-intervall "
    "| Vad som får sägas"
)
STRIP = "Mått | Bland | Värde | 95 %-intervall | Median | Lägst | Högst | Plats"
TYPES = "Plats | Invånare | Typ 1 | Typ 2 | Typ 3 | Typ 4 | Typ 5"
SOURCES = "Producent | År | sha256"


def strips(*rows: str, title: str = "Ekby", subtitle: str = "Kommunens värde, 2022") -> str:
    return figure(title, table("Tabell. Ekby, 2022", STRIP, *rows), subtitle=subtitle)


def series(*rows: str, title: str = "Ekby", alt: str = "") -> str:
    return figure(title, table("Tabell. Ekby", SERIES, *rows), alt=alt)


def gaps(*rows: str, title: str = "Ekby", note: str = "") -> str:
    return figure(title, table("Tabell. Ekby, 2022", GAPS, *rows), f"<p>{note}</p>")


# Kind: the page that is wrong, and the page put right.
PAIRS: dict[str, tuple[str, str]] = {
    "estimate_outside_its_interval": (
        page(finding("Då skulle 33 flytta. Intervallet är 31,6–32,9.", count="33 av 100")),
        page(finding("Då skulle 32 flytta. Intervallet är 31,6–32,9.", count="32 av 100"),
             finding("Andelen är 38,2 % i typ 3 och 40,2 % i typ 4. Typ 3 minus typ 4: −2,0 pe, "
                     "intervallet −5,6 och +1,6.", count="39,8 % i hela kommunen"),
             finding("År med värden: 1998–2018 (25–26); 2019 (10–11)."),
             finding("Skillnaden ligger mellan −2,0 och +3,0. Skillnaden mellan ändringarna är "
                     "säker: +3,5 pe, mellan +1,0 och +6,0.",
                     count="+3,5 pe · jämfört med rikets ändring, 2018–2022")),
    ),
    "certain_where_the_interval_is_not": (
        page(finding("", table("Tal. 2022", LEVEL, "DeSO 2018 | 7 | 6,7 | 2,8–9,0 | 3,0"),
                     reason="Hela intervallet ligger över slumpen")),
        page(finding("", table("Tal. 2022", LEVEL, "DeSO 2018 | 7 | 6,7 | 3,8–9,0 | 3,0"),
                     reason="Hela intervallet ligger över slumpen")),
    ),
    "uncertain_where_the_interval_is_clear": (
        page(finding("Intervallet är +0,3 och +5,1.", certainty="Går inte att avgöra",
                     reason="Intervallet för skillnaden rymmer noll")),
        page(finding("Intervallet är −0,3 och +5,1.", certainty="Går inte att avgöra",
                     reason="Intervallet för skillnaden rymmer noll")),
    ),
    "verdict_against_its_interval": (
        page(series("Hyresrätt | 2020 | 14,9 % | 2023 | 15,4 % | +0,5 pe | −0,8 och +1,9 | ökade")),
        page(series("Hyresrätt | 2020 | 14,9 % | 2023 | 15,4 % | +0,5 pe | +0,1 och +1,9 | ökade",
                    "Val | 2018 | 80,8 % | 2022 | 81,3 % | +0,5 pe | −2,0 och +3,0 "
                    "| över rikets ändring (+3,5 pe)")),
    ),
    "no_ground_beside_an_interval": (
        page(series("Oro | 2017 | 6,0 % | 2025 | 5,0 % | −1,0 pe | −4,6 och +2,6 "
                    "| ingen slutsats: talet har inget underlag för ett intervall")),
        page(series("Oro | 2017 | 6,0 % | 2025 | 5,0 % | −1,0 pe | – "
                    "| ingen slutsats: talet har inget underlag för ett intervall")),
    ),
    "withheld_index_shown": (
        page(finding("Ekby har 4 områden. Ett index säger för lite och visas inte.",
                     here="DeSO 2018: 3,1–10,3, p = 0,003, 4 / 1\u202f054")),
        page(finding("Ekby har 4 områden. Ett index säger för lite och visas inte.",
                     here="DeSO 2018: 4 / 1\u202f054")),
    ),
    "gap_that_is_not_of_its_ends": (
        page(gaps("Låg | 30,7 | 9,6 | 18,2 | +21,0 | +19,9 och +22,2")),
        page(gaps("Låg | 30,7 | 9,6 | 18,2 | +21,1 | +19,9 och +22,2")),
    ),
    "gap_without_its_sign": (
        page(gaps("Låg | 30,7 | 9,6 | 18,2 | 21,1 | 19,9–22,2",
                  "Hög | 20,7 | 9,6 | 18,2 | 11,1 | 9,9–12,2",
                  "Sysselsatta | 63,2 | 80,5 | 73,1 | 17,3 | 16,3–18,4")),
        page(gaps("Låg | 30,7 | 9,6 | 18,2 | +21,1 | +19,9 och +22,2",
                  "Hög | 20,7 | 9,6 | 18,2 | +11,1 | +9,9 och +12,2",
                  "Sysselsatta | 63,2 | 80,5 | 73,1 | −17,3 | −18,4 och −16,3")),
    ),
    "difference_that_is_not_of_its_parts": (
        page(series("Låg inkomst | 2009 | 29,5 % | 2018 | 28,8 % | −0,6 pe | – | ingen slutsats")),
        page(series("Låg inkomst | 2009 | 29,5 % | 2018 | 28,8 % | −0,7 pe | – | ingen slutsats")),
    ),
    "direction_against_the_numbers": (
        page(chapter("4", "2018–2022: valdeltagandet ökade från 93 % till 90 %.")),
        page(chapter("4", "2018–2022: valdeltagandet minskade från 93 % till 90 %.")),
    ),
    "sum_that_is_not_of_its_parts": (
        page(figure("49,4 % bor i områdestyp 1 eller 2 och 40,3 % i typ 4 eller 5",
                    table("Tabell. 2022", TYPES, "Ekby | 900 | 14,8 | 34,7 | 10,2 | 40,3 | 0,0"))),
        page(figure("49,5 % bor i områdestyp 1 eller 2 och 40,3 % i typ 4 eller 5",
                    table("Tabell. 2022", TYPES, "Ekby | 900 | 14,8 | 34,7 | 10,2 | 40,3 | 0,0")),
             figure("Alla områden är av typ 4: låg inkomst 5,1 %, riket 13,6 %",
                    table("Tabell. 2022", TYPES, "Låg inkomst | 900 | · | · | · | 5,1 | ·"))),
    ),
    "spread_of_nothing": (
        page(figure("Valdeltagandet i distrikten: från 73,0 till 73,0 procent")),
        page(figure("Valdeltagandet i distrikten: från 73,0 till 79,0 procent")),
    ),
    "own_value_outside_the_range": (
        page(strips("Sysselsatta | Eks län, 26 | 73,1 | – | 79,0 | 74,0 | 84,0 | –")),
        page(strips("Sysselsatta | Eks län, 26 | 73,1 | – | 78,9 | 73,1 | 84,0 | –")),
    ),
    "median_outside_the_range": (
        page(strips("Sysselsatta | Eks län, 26 | 79,1 | – | 69,0 | 74,0 | 84,0 | –")),
        page(strips("Sysselsatta | Eks län, 26 | 79,1 | – | 79,0 | 74,0 | 84,0 | –")),
    ),
    "rank_that_cannot_be": (
        page(strips("Sysselsatta | Eks län, 26 | 79,1 | – | 79,0 | 74,0 | 84,0 | 24–29 av 26")),
        page(strips("Sysselsatta | Eks län, 26 | 79,1 | – | 79,0 | 74,0 | 84,0 | 24–26 av 26")),
    ),
    "ranked_among_another_count": (
        page(strips("Sysselsatta | 7 liknande | 79,1 | – | 79,0 | 74,0 | 84,0 | 7–8 av 8")),
        page(strips("Sysselsatta | own and 7 similar | 79,1 | – | 79,0 | 74,0 | 84,0 | 7–8 av 8")),
    ),
    "all_that_are_few": (
        page(strips("Anmälda | riket, 17 kommuner | 80 | – | 79 | 74 | 84 | –",
                    title="Ekby bland alla kommuner")),
        page(strips("Anmälda | riket, 17 kommuner | 80 | – | 79 | 74 | 84 | –",
                    title="Ekby bland 17 kommuner")),
    ),
    "left_out_that_do_not_add_up": (
        page(figure("Ekby", table("Tabell. Ekby, 2022", STRIP,
                                  "Låg | riket, 237 kommuner | 80 | – | 79 | 74 | 84 | –"),
                    "<p>Kommuner som inte visas (dolda tal): 35.</p>")),
        page(figure("Ekby", table("Tabell. Ekby, 2022", STRIP,
                                  "Låg | riket, 237 kommuner | 80 | – | 79 | 74 | 84 | –"),
                    "<p>Kommuner som inte visas (dolda tal): 53.</p>")),
    ),
    "nothing_is_counted": (
        page(chapter("9", "0 liknande kommuner")),
        page(chapter("9", "10 liknande kommuner")),
    ),
    "types_apart_that_are_not": (
        page(figure("Typ 1 jämfört med typ 4, säkerställt högre: hyresrätt; lägre: sysselsatta",
                    table("Tabell. Ekby, 2022", GAPS,
                          "Hyresrätt, andel | 80,0 | 70,0 | 75,0 | +10,0 | −1,0 och +21,0",
                          "Sysselsatta, andel | 60,0 | 70,0 | 65,0 | −10,0 | −11,0 och −9,0"))),
        page(figure("Typ 1 jämfört med typ 4, säkerställt högre: hyresrätt; lägre: sysselsatta",
                    table("Tabell. Ekby, 2022", GAPS,
                          "Hyresrätt, andel | 80,0 | 70,0 | 75,0 | +10,0 | +9,0 och +11,0",
                          "Sysselsatta, andel | 60,0 | 70,0 | 65,0 | −10,0 | −11,0 och −9,0"))),
    ),
    "sentence_with_a_small_letter": (
        page("<p>Ett tal. brott anmälda i Ekby.</p>"),
        page("<p>Ett tal, bl.a. brott anmälda i Ekby.</p>",
             "<ul><li>Ekby 47 Almosse m. fl. (01360147)</li></ul>"),
    ),
    "side_of_the_median_not_held": (
        page(strips("Hyresrätt | riket, 290 kommuner | 80,0 | 79,0–81,0 | 70,0 | 60,0 | 90,0 | –",
                    title=f"{ABOVE}: hyresrätt och 1 till")),
        page(strips("Hyresrätt | riket, 290 kommuner | 80,0 | 79,0–81,0 | 70,0 | 60,0 | 90,0 | –",
                    "Trångbodda | riket, 290 kommuner | 80,0 | 79,0–81,0 | 70,0 | 60,0 | 90,0 | –",
                    title=f"{ABOVE}: hyresrätt och 1 till")),
    ),
    "undecided_beside_a_clear_interval": (
        page(finding("", table("Tabell. Ekby, 2022", STRIP,
                               "Låg | riket, 237 kommuner | 82,3 | 80,1–84,2 | 79,0 | 1 | 90 | "
                               "1–177 av 237"), count="82,3 median 79,0",
                     title="Efter låg går det inte att skilja Ekby från rikets kommunmedian")),
        page(finding("", table("Tabell. Ekby, 2022", STRIP,
                               "Låg | riket, 237 kommuner | 82,3 | 79,0–84,2 | 79,0 | 1 | 90 | "
                               "1–177 av 237",
                               "Hög | riket, 237 kommuner | 25,2 | 23,7–26,8 | 22,1 | 1 | 90 | "
                               "1–177 av 237"), count="82,3 median 79,0",
                     title="Låg: det går inte att skilja Ekby från rikets kommunmedian")),
    ),
    "series_title_that_counts_others": (
        page(series("Hyresrätt | 2020 | 14,9 % | 2023 | 15,4 % | +0,5 pe | +0,1 och +1,9 | ökade",
                    "Låg | 2020 | 14,9 % | 2023 | 15,4 % | +0,5 pe | – | ingen slutsats",
                    title="Säker förändring i 1 av 2 serier")),
        page(series("Hyresrätt | 2020 | 14,9 % | 2023 | 15,4 % | +0,5 pe | +0,1 och +1,9 | ökade",
                    "Låg | 2020 | 14,9 % | 2023 | 15,4 % | +0,5 pe | – | ingen slutsats",
                    title="Säker förändring i 1 av 1 serier")),
    ),
    "more_above_chance_than_are": (
        page(figure("Alla 2 mått ligger över slumpen",
                    table("Tabell. 2022", LEVEL, "Låg | 7 | 6,7 | 2,8–9,0 | 3,0",
                          "Hög | 7 | 6,7 | 3,8–9,0 | 3,0"))),
        page(figure("Alla 2 mått ligger över slumpen",
                    table("Tabell. 2022", LEVEL, "Låg | 7 | 6,7 | 3,2–9,0 | 3,0",
                          "Hög | 7 | 6,7 | 3,8–9,0 | 3,0"))),
    ),
    "standing_that_the_table_does_not_hold": (
        page(finding("", table("Tabell. Ekby, 2022", STRIP,
                               "Låg | riket, 237 kommuner | 13,5 | – | 16,3 | 4,0 | 84,0 | –"),
                     count="16,3 median 13,5", certainty="Troligt")),
        page(finding("", table("Tabell. Ekby, 2022", STRIP,
                               "Låg | riket, 237 kommuner | 13,5 | – | 16,3 | 4,0 | 84,0 | –"),
                     count="13,5 median 16,3", certainty="Troligt")),
    ),
    "municipal_value_that_differs": (
        page(strips("Valdeltagande, kommun | riket, 290 kommuner | 64,6 | – | 81 | 61 | 91 | –"),
             figure("Distrikten", subtitle="Valdeltagande, kommun, 41 valdistrikt, 2022, procent",
                    alt="Från 30,1 till 80,2 procent, hela kommunen 62,0.", name="2")),
        page(strips("Valdeltagande, kommun | riket, 290 kommuner | 64,6 | – | 81 | 61 | 91 | –"),
             figure("Distrikten", subtitle="Valdeltagande, kommun, 41 valdistrikt, 2022, procent",
                    alt="Från 30,1 till 80,2 procent, hela kommunen 64,6.", name="2")),
    ),
    "alt_that_its_table_does_not_hold": (
        page(figure("Ekby", table("Tabell. 2022", "År | Ekby", "2022 | 34,1"), alt="2022: 43,1.")),
        page(figure("Ekby", table("Tabell. 2022", "År | Ekby", "2022 | 34,1"), alt="2022: 34,1.")),
    ),
    "finding_that_its_table_does_not_hold": (
        page(finding("Sysselsatta 17,3 pe.", table("Tal. Ekby", "Villkor | Avstånd",
                                                   "Sysselsatta | −17,3 pe"))),
        page(finding("Sysselsatta −17,3 pe.", table("Tal. Ekby", "Villkor | Avstånd",
                                                    "Sysselsatta | −17,3 pe"))),
    ),
    "year_that_its_table_does_not_hold": (
        page(finding("Hela Ekby 18 % (av alla, 2021).", gaps("Låg | 3 | 9 | 8 | −6 | –"))),
        page(finding("Hela Ekby 18 % (av alla, 2022).", gaps("Låg | 3 | 9 | 8 | −6 | –"))),
    ),
    "newest_value_that_is_not_the_newest": (
        page(series("Studier | 2007 | 12,8 % | 2014 | 11,7 % | −1,1 pe | – | ingen slutsats",
                    alt="Studier: 12,8 % år 2007, 11,7 % år 2017.")),
        page(series("Studier | 2007 | 12,8 % | 2017 | 11,7 % | −1,1 pe | – | ingen slutsats",
                    alt="Studier: 12,8 % år 2007, 11,7 % år 2017.")),
    ),
    "data_newer_than_their_sources": (
        page(chapter("1", "Lägesbild, Ekby, data till och med 2026-11-29, framställd med segnb."),
             table("Källor. Alla", SOURCES, "SCB | 2022–2024 | 0d28")),
        page(chapter("1", "Lägesbild, Ekby, data till och med 2024, framställd med segnb."),
             table("Källor. Alla", SOURCES, "SCB | 2022–2024 | 0d28")),
    ),
    "areas_of_another_vintage": (
        page(figure("Ekby", subtitle="Punkt: DeSO 2018. Ekby 2022."), facts=["4 DeSO 2025"]),
        page(figure("Ekby", subtitle="Punkt: DeSO 2018. Ekby 2022."), facts=["4 DeSO 2018"]),
    ),
    "one_year_said_twice": (
        page(chapter("4", "Uppdelning: 36,6 år 2022, 36,6 år 2022.")),
        page(chapter("4", "Uppdelning: 36,6 år 2020, 36,6 år 2022.")),
    ),
    "people_of_another_year": (
        page(table("Tabell. Andel, 2022", TYPES, "Ekby | 97\u202f137 | 0 | 0 | 9 | 9 | 9"),
             figure("Karta", "<p>Utan motsvarighet: 9\u202f902 av 97\u202f574 invånare.</p>",
                    subtitle="Alla. RegSO 2020, 2022.")),
        page(table("Tabell. Andel, 2022", TYPES, "Ekby | 97\u202f137 | 0 | 0 | 9 | 9 | 9"),
             figure("Karta", "<p>Utan motsvarighet: 9\u202f440 av 97\u202f137 invånare.</p>",
                    subtitle="Alla. RegSO 2020, 2022.")),
    ),
    "empty_bullet": (page(box("Inte säkert", "–")), page(box("Inte säkert", "Ett tal"))),
    "doubled_punctuation": (
        page(chapter("2", "Punktdiagram över Ekby 2022. . Ekby har få områden.")),
        page(chapter("2", "Punktdiagram över Ekby 2022. Tal under 5 är .. i tabellen.")),
    ),
    "singular_with_a_plural": (
        page(chapter("5", "Här: 1 skolor utan uppgift")),
        page(chapter("5", "Här: 1 skola utan uppgift, 1 av 7 områden och 21 serier")),
    ),
    "program_text": (
        page(chapter("5", "Värdet är nan i {place}")),
        page(chapter("5", "Nannylinjen: None of 4 series")),
    ),
    "one_area_with_two_shares": (
        page(chapter("2", "Öster är 49 % av kommunens yta och hade 14 % av invånarna."),
             chapter("3", "Öster är 49 % av kommunens yta och hade 15 % av invånarna.")),
        page(chapter("2", "Öster är 49 % av kommunens yta och hade 14 % av invånarna."),
             chapter("3", "Öster är 49 % av kommunens yta och hade 15 % av invånarna över 19 år.")),
    ),
    "growth_of_a_full_count_denied": (
        page(box("Vad som inte får sägas", "Att folkmängd och trångbodda har ändrats: inget")),
        page(box("Vad som inte får sägas", "Att trångbodda har ändrats: inget underlag")),
    ),
    "decimals_that_were_not_published": (
        page(figure("Karta", table("Tabell. 2022", "Område | Andel, %", "A | 14,0", "B | 17,0",
                                   "C | 14,0", "D | 19,0"))),
        page(figure("Karta", table("Tabell. 2022", "Område | Andel, %", "A | 14", "B | 17",
                                   "C | 14", "D | 19"))),
    ),
    "gaps_that_the_summary_does_not_count": (
        page(box("Det här saknas", "hälsa", "tillit", "och 2 till"),
             box("Det här saknas", *"abcde", chapter="chapter-14-methods")),
        page(box("Det här saknas", "hälsa", "tillit", "och 3 till"),
             box("Det här saknas", *"abcde", "Gäller inte: f", chapter="chapter-14-methods")),
    ),
    "uncertain_findings_that_the_summary_leaves_out": (
        page(finding("", certainty="Går inte att avgöra"), box("Det här är inte säkert", "–")),
        page(finding("", certainty="Säkert"), box("Det här är inte säkert", "–")),
    ),
}  # fmt: skip
