//! Small words: numbers up to nine written out, and one or several of a thing.

/// `no`, `one` to `nine`, then digits.
pub fn number(n: i64) -> String {
    const WORDS: [&str; 10] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    usize::try_from(n).ok().and_then(|i| WORDS.get(i)).map_or_else(|| n.to_string(), |w| (*w).to_string())
}

/// [`number`] at the head of a sentence: `Four`.
pub fn number_first(n: i64) -> String {
    let word = number(n);
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `1,204`.
pub fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::from(if n < 0 { "\u{2212}" } else { "" });
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 line`, `1,204 lines`.
pub fn things(n: i64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { many })
}

/// `June`, `June and August`, `June, July and August`.
pub fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// Words that stay small inside a name.
const SMALL: [&str; 11] = ["THE", "AND", "FOR", "FROM", "WITH", "OF", "TO", "IN", "AT", "BY", "ON"];
/// Words of three letters that are no abbreviations.
const SHORT: [&str; 28] = [
    "ACE", "AIR", "ALL", "BIG", "BOX", "CAR", "FEE", "GAS", "ICE", "INN", "JOE", "LAW", "MAX", "NEW", "OIL",
    "OLD", "ONE", "OUT", "PAY", "PET", "PRO", "RED", "SUN", "TAX", "TOM", "TOP", "WAY", "YOU",
];

/// A name in capitals as people write it: `BANK OF THE WEST` is `Bank of the West`. Short words stay, like `AEP` and `LLC`.
pub fn title_case(name: &str) -> String {
    let word = |(at, word): (usize, &str)| {
        let vowel = word.chars().any(|c| "AEIOUY".contains(c));
        let letters = word.chars().all(|c| c.is_ascii_uppercase() || c == '\'' || c == '’');
        if SMALL.contains(&word) && at > 0 {
            return word.to_ascii_lowercase();
        }
        let common = SMALL.contains(&word) || SHORT.contains(&word);
        match common || letters && (vowel && word.len() > 3 || word.len() > 4) {
            false => word.to_string(),
            true => word[..1].to_string() + &word[1..].to_ascii_lowercase(),
        }
    };
    name.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_capitals_are_written_as_people_do() {
        assert_eq!(title_case("THE HOME DEPOT #4417"), "The Home Depot #4417");
        assert_eq!(title_case("ZELLE FROM T WHITAKER"), "Zelle from T Whitaker");
        assert_eq!(title_case("ONLINE PAYMENT THANK YOU"), "Online Payment Thank You");
        assert_eq!(title_case("AEP OHIO LLC"), "AEP Ohio LLC");
        assert_eq!(title_case("LOWE’S 🏡 שרה"), "Lowe’s 🏡 שרה");
    }

    #[test]
    fn words_for_numbers() {
        assert_eq!(number_first(4), "Four");
        assert_eq!(number(12), "12");
        assert_eq!(things(1, "line", "lines"), "1 line");
        assert_eq!(things(1_204_000, "line", "lines"), "1,204,000 lines");
        assert_eq!(list(&["June".into(), "July".into(), "August".into()]), "June, July and August");
    }
}
