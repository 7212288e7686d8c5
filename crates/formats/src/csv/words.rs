//! What a column's heading means. Headings are folded (case, accents, signs) and looked up whole; a few telling
//! words decide for headings that are not listed.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::currencies;
use super::vocabulary::{ENGLISH, OTHER, TELLING};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// Day on which the bank booked the line.
    Posted,
    /// Day of the transaction, or just "date".
    Date,
    /// Day from which interest counts.
    Value,
    Amount,
    /// Amount after fees.
    Net,
    Debit,
    Credit,
    /// Says debit or credit.
    Flag,
    Type,
    Balance,
    Currency,
    Account,
    Payee,
    Text,
    Memo,
    Check,
    Id,
    Status,
    Pending,
    Cancelled,
    Category,
    /// Fee that the amount may not contain.
    Fee,
    /// Amounts that are not the line's own: foreign, original, taxes, statement balances.
    Aside,
    /// Ticker, shares, price: a list of trades.
    Trade,
}

/// A heading's meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    pub role: Role,
    /// 0 is the clearest heading of its role.
    pub rank: u8,
    /// Stated in the heading: "Amount (USD)".
    pub currency: Option<&'static str>,
    pub english: bool,
}

/// Rank of headings that are not listed.
const GUESSED: u8 = 100;

static KNOWN: LazyLock<HashMap<&'static str, (Role, u8, bool)>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for (list, english) in [(ENGLISH, true), (OTHER, false)] {
        for (role, names) in list {
            for (rank, name) in names.split('|').enumerate() {
                let rank = u8::try_from(rank).unwrap_or(GUESSED - 1).min(GUESSED - 1);
                known.entry(name.trim()).or_insert((*role, rank, english));
            }
        }
    }
    known
});

/// The meaning of a heading.
pub(super) fn meaning(heading: &str) -> Option<Meaning> {
    if heading.is_empty() || heading.len() > 80 {
        return None;
    }
    let folded = fold(heading);
    if !folded.contains(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let of = |name: &str, currency| {
        KNOWN.get(name).map(|(role, rank, english)| Meaning {
            role: *role,
            rank: *rank,
            currency,
            english: *english,
        })
    };
    if let Some(found) = of(&folded, None) {
        return Some(found);
    }
    let folded = fold(&part_words(heading));
    let (name, currency) = without_currency(&folded);
    if name.is_empty() {
        return currency.map(|_| Meaning { role: Role::Amount, rank: GUESSED - 1, currency, english: true });
    }
    of(&name, currency).or_else(|| {
        let role = guess(&name)?;
        Some(Meaning { role, rank: GUESSED, currency, english: true })
    })
}

/// How many headings of a text's first lines are known: tells code pages apart.
pub(super) fn known_in(text: &str) -> usize {
    let cells = text.lines().take(12).flat_map(|line| line.split([',', ';', '\t', '|', '"']));
    cells.filter(|cell| KNOWN.contains_key(fold(cell).as_str())).count()
}

/// "NetAmount" is two words.
fn part_words(heading: &str) -> String {
    let mut out = String::with_capacity(heading.len() + 4);
    let mut small = false;
    for c in heading.chars() {
        if small && c.is_uppercase() {
            out.push(' ');
        }
        small = c.is_lowercase();
        out.push(c);
    }
    out
}

fn without_currency(folded: &str) -> (String, Option<&'static str>) {
    let mut currency = None;
    let mut kept: Vec<&str> = Vec::new();
    for word in folded.split(' ') {
        let code = match word {
            "euro" | "euros" => Some("EUR"),
            "dollar" | "dollars" => Some("USD"),
            _ => currencies::code(word).filter(|code| *code != "ALL"),
        };
        match code {
            Some(code) => currency = Some(code),
            None => kept.push(word),
        }
    }
    if currency.is_some() && kept.last().is_some_and(|w| matches!(*w, "in" | "en" | "w" | "i" | "v")) {
        kept.pop();
    }
    (kept.join(" "), currency)
}

/// Telling words in headings that are not listed.
fn guess(name: &str) -> Option<Role> {
    let words: Vec<&str> = name.split(' ').collect();
    let both = |a: &str, b: &str| words.contains(&a) && words.contains(&b);
    if both("debit", "credit") || both("soll", "haben") || both("bevetel", "kiadas") {
        return Some(Role::Flag);
    }
    TELLING.iter().find(|(_, telling)| telling.split('|').any(|w| words.contains(&w))).map(|(role, _)| *role)
}

/// Lower case, without accents; everything that is no letter or digit becomes one blank.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    if text.is_ascii() {
        for b in text.bytes() {
            if !b.is_ascii_alphanumeric() {
                gap = true;
                continue;
            }
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(b.to_ascii_lowercase() as char);
        }
        return out;
    }
    for c in text.chars().flat_map(char::to_lowercase) {
        let plain = plain_letters(c);
        if plain.is_empty() && !c.is_alphanumeric() {
            // Combining accents vanish; everything else parts words.
            gap |= !('\u{300}'..='\u{36f}').contains(&c);
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        if plain.is_empty() { out.push(c) } else { out.push_str(plain) }
    }
    out
}

fn plain_letters(c: char) -> &'static str {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' | 'ĉ' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' | 'ė' => "e",
        'ğ' | 'ģ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ł' | 'ľ' | 'ĺ' | 'ļ' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' | 'ō' => "o",
        'ŕ' | 'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' | 'ū' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings() {
        let role = |text: &str| meaning(text).map(|m| m.role);
        assert_eq!(role("Date"), Some(Role::Date));
        assert_eq!(role("Posting Date"), Some(Role::Posted));
        assert_eq!(role("Check or Slip #"), Some(Role::Check));
        assert_eq!(role("Běžný zůstatek"), Some(Role::Balance));
        assert_eq!(role("Částka CZK"), Some(Role::Amount));
        assert_eq!(role("Amount (Foreign Currency)"), Some(Role::Aside));
        assert_eq!(meaning("Betrag (EUR)").and_then(|m| m.currency), Some("EUR"));
        assert_eq!(meaning("Umsatz in EUR").map(|m| m.role), Some(Role::Amount));
        assert_eq!(role("Buchungstag"), Some(Role::Posted));
        assert_eq!(role("2026-01-01"), None);
        assert_eq!(role("HOFER DANKT"), None);
    }
}
