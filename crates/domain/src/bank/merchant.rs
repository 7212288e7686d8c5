//! A merchant's name out of a bank's text: capitals, without card prefixes, store and reference numbers, dates, masked
//! account numbers, cities and the account holder's own name. Rules match it, and "always do this" compares it.

use super::words::{
    BACK, DOUBTFUL_STATES, LABELS_OF_NUMBERS, LABELS_OF_SELF, LABELS_OF_WORDS, MONTHS, PLACES, PROCESSORS,
    STATES, front_phrases, is_city,
};

/// A merchant never is longer than this; files with endless text columns exist.
const CHARS_MAX: usize = 200;

/// The normalised text: words in capitals, single blanks. Empty only when the text holds no letter or digit.
///
/// Normalising twice changes nothing more. A text that is nothing but noise (`ACH DEBIT 0612`) keeps its words.
pub fn normalize(text: &str) -> String {
    let mut name = fold(text);
    // Only digits can look different once their surroundings are gone; each further round makes the name shorter.
    while name.bytes().any(|b| b.is_ascii_digit()) {
        let next = fold(&name);
        if next == name {
            break;
        }
        name = next;
    }
    name
}

fn fold(text: &str) -> String {
    let upper = capitals(text);
    let mut words = Words { kept: Vec::with_capacity(12), skipping: false, number_went: false };
    for chunk in upper.split(' ') {
        words.take_chunk(chunk);
    }
    let mut kept = &words.kept[front(&words.kept)..];
    kept = trimmed(kept);
    if kept.is_empty() {
        return plain(&upper);
    }
    let mut name = String::with_capacity(upper.len());
    for word in kept {
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(word.text);
    }
    name
}

/// Capitals; apostrophes go without a trace ("TRADER JOE'S" is one word), other blanks become a blank.
fn capitals(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().take(CHARS_MAX) {
        match c {
            '\'' | '’' | '`' => {}
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_uppercase()),
            c if c.is_whitespace() || c.is_control() => out.push(' '),
            c if c.is_ascii() => out.push(c),
            c => out.extend(c.to_uppercase()),
        }
    }
    out
}

/// What is left when everything looked like noise: letters and digits with single blanks.
fn plain(upper: &str) -> String {
    let words: Vec<&str> = upper.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

struct Word<'a> {
    text: &'a str,
    /// A star followed: what stands before it may be a payment processor.
    starred: bool,
    /// A number stood before it and went: a state there is one, whatever else its letters may mean.
    after_number: bool,
}

struct Words<'a> {
    kept: Vec<Word<'a>>,
    /// Inside the account holder's own name, until the next label.
    skipping: bool,
    number_went: bool,
}

impl<'a> Words<'a> {
    fn take_chunk(&mut self, chunk: &'a str) {
        if chunk.is_empty() || self.take_label(chunk) || self.skipping || is_date(chunk) {
            return;
        }
        let numbered = chunk.starts_with('#');
        let mut start = None;
        for (at, c) in chunk.char_indices() {
            if c.is_alphanumeric() {
                start.get_or_insert(at);
                continue;
            }
            if let Some(from) = start.take() {
                self.take_word(&chunk[from..at], numbered);
            }
            if c == '*'
                && let Some(last) = self.kept.last_mut()
            {
                last.starred = true;
            }
        }
        if let Some(from) = start {
            self.take_word(&chunk[from..], numbered);
        }
    }

    fn take_word(&mut self, word: &'a str, numbered: bool) {
        if is_number(word, self.kept.last(), numbered) {
            self.number_went = true;
        } else {
            let after_number = std::mem::take(&mut self.number_went);
            self.kept.push(Word { text: word, starred: false, after_number });
        }
    }

    /// `DES:RENT`, `ID:1234`, `INDN:RUTH`: labels of ACH entries. True when nothing of the chunk is left to read.
    fn take_label(&mut self, chunk: &'a str) -> bool {
        let Some((label, rest)) = chunk.split_once(':') else { return false };
        let of_words = LABELS_OF_WORDS.contains(&label);
        let of_self = LABELS_OF_SELF.contains(&label) || label == "NAME" && self.last_is("IND");
        if !of_words && !of_self && !LABELS_OF_NUMBERS.contains(&label) {
            return false;
        }
        while ["ORIG", "CO", "DESC", "ENTRY", "IND", "PPD", "WEB", "CCD"].iter().any(|w| self.last_is(w)) {
            self.kept.pop();
        }
        self.skipping = of_self;
        if of_words && !of_self && !rest.is_empty() {
            self.take_chunk(rest);
        }
        true
    }

    fn last_is(&self, word: &str) -> bool {
        self.kept.last().is_some_and(|w| w.text == word)
    }
}

/// `05/14`, `2026-11-30`, `11-30-26`: two or three groups of digits.
fn is_date(chunk: &str) -> bool {
    let mut groups = 0;
    for part in chunk.split(['/', '-']) {
        if part.is_empty() || part.len() > 4 || part.len() == 3 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return false;
        }
        groups += 1;
    }
    (2..=3).contains(&groups)
}

/// Store numbers, references, masked accounts. A short number stays at the front ("84 LUMBER") and after a place
/// ("UNIT 2"); a word with a digit or two stays ("24HOUR", "3M").
fn is_number(word: &str, before: Option<&Word>, numbered: bool) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let place = before.is_some_and(|w| PLACES.contains(&w.text));
    if digits == word.len() {
        return !(digits <= 2 && (before.is_none() && !numbered || place));
    }
    let masked = word.len() >= 3 && word.bytes().all(|b| b == b'X' || b.is_ascii_digit());
    if masked || digits >= 4 || (numbered && digits > 0 && !place) {
        return true;
    }
    let after_star = before.is_some_and(|w| w.starred);
    digits >= 2 && word.len() >= 5 && (after_star || turns(word) >= 2)
}

/// How often letters and digits take turns: a code like `2H4JK` does, a name like `24HOUR` does once.
fn turns(word: &str) -> usize {
    word.as_bytes().windows(2).filter(|w| w[0].is_ascii_digit() != w[1].is_ascii_digit()).count()
}

/// How many words at the beginning are noise.
fn front(words: &[Word]) -> usize {
    let mut from = 0;
    loop {
        let rest = &words[from..];
        let [first, others @ ..] = rest else { return from };
        if first.starred && !others.is_empty() && PROCESSORS.contains(&first.text) {
            from += 1;
            continue;
        }
        let fits = |phrase: &&Vec<&str>| {
            phrase.len() <= rest.len() && phrase.iter().zip(rest).all(|(p, w)| *p == w.text)
        };
        match front_phrases(first.text).iter().find(fits) {
            Some(phrase) if phrase.len() < rest.len() => from += phrase.len(),
            // Nothing fits, or nothing but noise is there: then the noise is the name.
            _ => return from,
        }
    }
}

/// Without country, state, city, month and reference words at the end; the last word always stays.
fn trimmed<'w, 'a>(mut words: &'w [Word<'a>]) -> &'w [Word<'a>] {
    while let [rest @ .., last] = words
        && !rest.is_empty()
    {
        let state = STATES.contains(&last.text);
        let city = if state { city_before(rest) } else { 0 };
        let doubtful = rest.len() < 2 || DOUBTFUL_STATES.contains(&last.text);
        if state && (city > 0 || last.after_number || !doubtful) {
            words = &rest[..rest.len() - city];
        } else if BACK.contains(&last.text) || MONTHS.contains(&last.text) {
            words = rest;
        } else {
            break;
        }
    }
    words
}

/// How many words at the end are a known city; never all of them.
fn city_before(words: &[Word]) -> usize {
    let name = |n: usize| words[words.len() - n..].iter().map(|w| w.text).collect::<Vec<_>>().join(" ");
    (1..=3usize).rev().filter(|n| *n < words.len()).find(|n| is_city(&name(*n))).unwrap_or(0)
}

#[cfg(test)]
mod tests;
