//! A record of a file as it stands there, fit to be shown: hidden characters named, long ones cut.

/// The beginning of a record on one line, at most `chars` long.
pub fn beginning(raw: &str, chars: usize) -> String {
    let line = visible(raw).split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(chars) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}

/// The record without characters that change what stands around them: control characters become blanks, those that turn
/// the direction of writing are left out.
pub fn visible(raw: &str) -> String {
    raw.chars()
        .filter(|c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
        .map(|c| if c.is_control() && c != '\n' && c != '\t' { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hidden_reaches_the_page_and_long_records_are_cut() {
        assert_eq!(beginning("a\u{202e}b\u{0}c\n  d", 80), "ab c d");
        assert_eq!(beginning("abcdef", 4), "abcd…");
    }
}
