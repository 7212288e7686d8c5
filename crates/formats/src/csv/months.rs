//! Names of months in the languages of bank exports.

use super::words::fold;

/// Beginnings of month names after folding, longest first where one contains another.
const MONTHS: &[(&str, u32)] = &[
    ("janv", 1),
    ("jan", 1),
    ("ene", 1),
    ("gen", 1),
    ("sty", 1),
    ("led", 1),
    ("tammi", 1),
    ("fev", 2),
    ("feb", 2),
    ("lut", 2),
    ("uno", 2),
    ("helmi", 2),
    ("mar", 3),
    ("mrt", 3),
    ("maa", 3),
    ("mae", 3),
    ("brez", 3),
    ("bre", 3),
    ("avr", 4),
    ("abr", 4),
    ("apr", 4),
    ("kwi", 4),
    ("dub", 4),
    ("huhti", 4),
    ("may", 5),
    ("mai", 5),
    ("mag", 5),
    ("mei", 5),
    ("maj", 5),
    ("kve", 5),
    ("touko", 5),
    ("juin", 6),
    ("jun", 6),
    ("giu", 6),
    ("cze", 6),
    ("kesa", 6),
    ("juil", 7),
    ("jul", 7),
    ("lug", 7),
    ("lip", 7),
    ("heina", 7),
    ("aug", 8),
    ("ago", 8),
    ("aou", 8),
    ("sie", 8),
    ("srp", 8),
    ("elo", 8),
    ("sep", 9),
    ("set", 9),
    ("wrz", 9),
    ("zar", 9),
    ("syys", 9),
    ("oct", 10),
    ("okt", 10),
    ("out", 10),
    ("ott", 10),
    ("paz", 10),
    ("rij", 10),
    ("loka", 10),
    ("nov", 11),
    ("lis", 11),
    ("marras", 11),
    ("dec", 12),
    ("dez", 12),
    ("dic", 12),
    ("des", 12),
    ("gru", 12),
    ("pro", 12),
    ("joulu", 12),
];

/// Number of a month by its name or abbreviation.
pub(super) fn number(word: &str) -> Option<u32> {
    let word = fold(word);
    if word.starts_with("marras") {
        return Some(11);
    }
    if !(3..=12).contains(&word.len()) {
        return None;
    }
    MONTHS.iter().find(|(start, _)| word.starts_with(start)).map(|(_, number)| *number)
}

/// Words that stand beside a date without changing it.
pub(super) fn is_weekday_or_particle(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "th",
        "st",
        "nd",
        "rd",
        "de",
        "of",
        "den",
        "le",
        "mo",
        "di",
        "mi",
        "do",
        "fr",
        "sa",
        "so",
    ];
    WORDS.contains(&fold(word).as_str())
}

#[cfg(test)]
mod tests {
    #[test]
    fn months() {
        for (word, number) in
            [("JAN", 1), ("März", 3), ("août", 8), ("dezember", 12), ("Oct", 10), ("juil", 7), ("sept", 9)]
        {
            assert_eq!(super::number(word), Some(number), "{word}");
        }
        assert_eq!(super::number("POS"), None);
    }
}
