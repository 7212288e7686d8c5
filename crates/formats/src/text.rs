//! Bytes to text: encodings as banks use them, and cleaning of what people will see.

use encoding_rs::{Encoding, ISO_8859_2, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252};

/// Decoded text and the name of its encoding.
pub(crate) struct Decoded {
    pub text: String,
    pub encoding: &'static str,
}

/// Decodes a file. In order: byte order mark, UTF-16 by its zero bytes, UTF-8, what the file declares, and at last
/// the legacy code page whose letters fit best. `known` counts words that a right decoding makes recognizable.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>, known: fn(&str) -> usize) -> Decoded {
    let encoding = detect(bytes, declared, known);
    let (text, _, _) = encoding.decode(bytes);
    Decoded { text: text.into_owned(), encoding: encoding.name() }
}

/// The first bytes as text, good enough to look for ASCII marks.
pub(crate) fn head(bytes: &[u8], limit: usize) -> String {
    let start = &bytes[..bytes.len().min(limit)];
    let encoding = marked(start).unwrap_or(if is_mostly_utf8(start) { UTF_8 } else { WINDOWS_1252 });
    encoding.decode(start).0.into_owned()
}

fn detect(bytes: &[u8], declared: Option<&str>, known: fn(&str) -> usize) -> &'static Encoding {
    if let Some(encoding) = marked(bytes) {
        return encoding;
    }
    if is_mostly_utf8(bytes) {
        return UTF_8;
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    match declared {
        // A declaration of UTF-8 or UTF-16 is disproved by the bytes.
        Some(encoding) if ![UTF_8, UTF_16LE, UTF_16BE].contains(&encoding) => encoding,
        _ => legacy(bytes, known),
    }
}

fn marked(bytes: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or_else(|| utf16(bytes))
}

/// UTF-16 without a mark: ASCII text has a zero in every second byte.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let pairs = sample.len() / 2;
    if pairs < 4 {
        return None;
    }
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 10 >= pairs * 6 && even * 10 < pairs {
        Some(UTF_16LE)
    } else if even * 10 >= pairs * 6 && odd * 10 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Valid UTF-8, or UTF-8 with a little damage (a character cut in half by a field limit).
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut wide, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        wide += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken == 0 || wide > broken * 3
}

/// Western or Central European: a letter beats a sign in the middle of a word, recognized words decide a tie.
fn legacy(bytes: &[u8], known: fn(&str) -> usize) -> &'static Encoding {
    let sample = &bytes[..bytes.len().min(256 * 1024)];
    let score = |encoding: &'static Encoding| {
        let text = encoding.decode(sample).0;
        (known(&text).min(1000) as i64 * 2).saturating_sub(odd_signs(&text).min(100_000) as i64)
    };
    let mut best = (WINDOWS_1252, score(WINDOWS_1252));
    for encoding in [WINDOWS_1250, ISO_8859_2] {
        let points = score(encoding);
        if points > best.1 {
            best = (encoding, points);
        }
    }
    best.0
}

/// Signs that stand directly beside a letter, where prose has only letters.
fn odd_signs(text: &str) -> usize {
    let mut count = 0;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let beside = before.is_alphabetic() || chars.peek().is_some_and(|next| next.is_alphabetic());
        let sign =
            !c.is_ascii() && (!c.is_alphabetic() || matches!(c, 'ª' | 'º' | 'µ')) && !c.is_whitespace();
        if sign && beside && !matches!(c, '’' | '‘' | '“' | '”' | '–' | '„' | '€' | '«' | '»' | '·' | '°')
        {
            count += 1;
        }
        before = c;
    }
    count
}

/// Text for people: control, bidirectional and invisible characters out, blanks single, at most
/// [`crate::MAX_TEXT_CHARS`] characters.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(256));
    let mut gap = false;
    let mut count = 0;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if is_hidden(c) {
            continue;
        }
        if count >= crate::MAX_TEXT_CHARS {
            break;
        }
        if gap && !out.is_empty() {
            out.push(' ');
            count += 1;
        }
        gap = false;
        out.push(c);
        count += 1;
    }
    out
}

/// A text without hidden characters, and the way back to the places in the original.
pub(crate) struct Visible<'t> {
    original: &'t str,
    copy: Option<String>,
    /// Byte in the copy from which on so many bytes are missing.
    cuts: Vec<(usize, usize)>,
}

impl<'t> Visible<'t> {
    /// Takes hidden characters out; line ends and tabs stay.
    pub(crate) fn of(original: &'t str) -> Visible<'t> {
        let hides = |c: char| is_hidden(c) && !matches!(c, '\n' | '\r' | '\t');
        if !original.chars().any(hides) {
            return Visible { original, copy: None, cuts: Vec::new() };
        }
        let mut copy = String::with_capacity(original.len());
        let mut cuts = Vec::new();
        let mut missing = 0;
        for c in original.chars() {
            if hides(c) {
                missing += c.len_utf8();
                match cuts.last_mut() {
                    Some((at, total)) if *at == copy.len() => *total = missing,
                    _ => cuts.push((copy.len(), missing)),
                }
            } else {
                copy.push(c);
            }
        }
        Visible { original, copy: Some(copy), cuts }
    }

    /// The text to read.
    pub(crate) fn text(&self) -> &str {
        self.copy.as_deref().unwrap_or(self.original)
    }

    /// What stands in the original between two bytes of the readable text.
    pub(crate) fn original(&self, from: usize, to: usize) -> &'t str {
        let missing = |at: usize, including: bool| {
            let index = self.cuts.partition_point(|(cut, _)| *cut < at || (including && *cut == at));
            index.checked_sub(1).and_then(|i| self.cuts.get(i)).map_or(0, |(_, total)| *total)
        };
        self.original.get(from + missing(from, false)..to + missing(to, true)).unwrap_or("")
    }
}

/// Characters that could hide or reorder what a person reads.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn none(_: &str) -> usize {
        0
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(decode("Überweisung".as_bytes(), None, none).encoding, "UTF-8");
        assert_eq!(decode(b"\xEF\xBB\xBFDate", None, none).text, "Date");
        assert_eq!(decode(b"\xDCberweisung", None, none).text, "Überweisung");
        assert_eq!(decode(b"spo\xBFywczy \xBFywno\x9C\xE6", None, none).text, "spożywczy żywność");
        assert_eq!(decode(b"\xFF\xFED\0a\0t\0e\0", None, none).text, "Date");
        assert_eq!(decode(b"D\0a\0t\0e\0,\0A\0", None, none).encoding, "UTF-16LE");
        assert_eq!(decode(b"caf\xE9", Some("ISO-8859-1"), none).text, "café");
        assert_eq!(decode("Überweisung für Köln €\u{20}".as_bytes(), None, none).encoding, "UTF-8");
    }

    #[test]
    fn hidden_characters_go() {
        assert_eq!(clean(" a\u{0}b\u{202e}c \t\n d\u{200b} "), "abc d");
        assert_eq!(clean(&"x".repeat(5000)).len(), crate::MAX_TEXT_CHARS);
    }
}
