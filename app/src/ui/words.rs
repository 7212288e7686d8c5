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

/// `1 line`, `9 lines`.
pub fn things(n: i64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// `June`, `June and August`, `June, July and August`.
pub fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
