//! What kind of file the bytes are. The extension is not asked: banks lie in it.

use crate::text;

/// What the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Ofx,
    /// Text that may be delimited.
    Text,
    Other(Alien),
}

/// Kinds of file that are turned away with a word of help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alien {
    Empty,
    Pdf,
    Html,
    Workbook,
    Zip,
    Image,
    Document,
    Qif,
    Camt,
    Mt940,
    Xml,
    Json,
    Binary,
}

/// How far into a text its marks are looked for, in bytes.
const HEAD_BYTES: usize = 8 * 1024;

const MAGIC: &[(&[u8], Alien)] = &[
    (b"\xD0\xCF\x11\xE0", Alien::Workbook),
    (b"\x89PNG", Alien::Image),
    (b"\xFF\xD8\xFF", Alien::Image),
    (b"GIF8", Alien::Image),
    (b"II*\0", Alien::Image),
    (b"MM\0*", Alien::Image),
    (b"BM\0", Alien::Image),
    (b"\x1F\x8B", Alien::Zip),
    (b"7z\xBC\xAF", Alien::Zip),
    (b"Rar!", Alien::Zip),
    (b"BZh9", Alien::Zip),
    (b"{\\rtf", Alien::Document),
    (b"%!PS", Alien::Document),
];

/// Looks at the first bytes, then at the marks of text formats.
pub(crate) fn kind(bytes: &[u8]) -> Kind {
    if find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some() {
        return Kind::Other(Alien::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let sheet = find(bytes, b"xl/").is_some() || find(bytes, b"content.xml").is_some();
        return Kind::Other(if sheet { Alien::Workbook } else { Alien::Zip });
    }
    if let Some((_, alien)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Kind::Other(*alien);
    }
    if bytes.get(..4) == Some(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Kind::Other(Alien::Image);
    }
    let head = text::head(bytes, HEAD_BYTES);
    if head.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}').is_empty() {
        let rest_blank = bytes.iter().all(|b| b.is_ascii_whitespace() || matches!(b, 0 | 0x1A));
        return if rest_blank || bytes.len() <= HEAD_BYTES { Kind::Other(Alien::Empty) } else { Kind::Text };
    }
    if is_binary(&head) { Kind::Other(Alien::Binary) } else { text_kind(&head) }
}

fn text_kind(head: &str) -> Kind {
    let start = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c.is_control());
    let upper = start.to_ascii_uppercase();
    if upper.starts_with("OFXHEADER")
        || upper.contains("<OFX>")
        || upper.contains("<?OFX")
        || upper.contains("<STMTTRN>")
    {
        return Kind::Ofx;
    }
    let alien = if upper.starts_with("<!DOCTYPE HTML") || upper.starts_with("<HTML") || tag_soup(&upper) {
        Alien::Html
    } else if upper.starts_with('<') && upper.contains("CAMT.05") {
        Alien::Camt
    } else if upper.starts_with("<?XML") && upper.contains("SPREADSHEET") {
        Alien::Workbook
    } else if upper.starts_with("<?XML") {
        Alien::Xml
    } else if upper.starts_with("!TYPE:") || upper.starts_with("!ACCOUNT") || upper.starts_with("!OPTION:") {
        Alien::Qif
    } else if upper.contains(":20:") && upper.contains(":25:") && upper.contains(":60") {
        Alien::Mt940
    } else if is_json(start) {
        Alien::Json
    } else {
        return Kind::Text;
    };
    Kind::Other(alien)
}

fn tag_soup(upper: &str) -> bool {
    upper.starts_with('<') && ["<HTML", "<BODY", "<TABLE", "<HEAD>"].iter().any(|tag| upper.contains(tag))
}

fn is_json(start: &str) -> bool {
    let mut chars = start.chars().filter(|c| !c.is_whitespace());
    match (chars.next(), chars.next()) {
        (Some('{'), Some('"' | '}')) => true,
        (Some('['), Some('{' | '[' | '"' | ']')) => start.contains(':') || start.contains('['),
        _ => false,
    }
}

/// Text has few control characters; a stray NUL or two does not make a file binary.
fn is_binary(head: &str) -> bool {
    let odd = head.chars().filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{1a}')).count();
    odd > 8 && odd * 10 > head.chars().count()
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_content() {
        assert_eq!(kind(b"%PDF-1.7 ..."), Kind::Other(Alien::Pdf));
        assert_eq!(kind(b"PK\x03\x04....xl/workbook.xml"), Kind::Other(Alien::Workbook));
        assert_eq!(kind(b"PK\x03\x04....a.csv"), Kind::Other(Alien::Zip));
        assert_eq!(kind(b"  \r\n \0"), Kind::Other(Alien::Empty));
        assert_eq!(kind(b""), Kind::Other(Alien::Empty));
        assert_eq!(kind(b"\n<!doctype html><p>Sign in"), Kind::Other(Alien::Html));
        assert_eq!(kind(b"{\"accounts\": []}"), Kind::Other(Alien::Json));
        assert_eq!(kind(b"!Type:Bank\nD1/2/26"), Kind::Other(Alien::Qif));
        assert_eq!(kind(b"\n\n<ofx><SIGNONMSGSRSV1>"), Kind::Ofx);
        assert_eq!(kind(b"Date,Amount\n"), Kind::Text);
        assert_eq!(kind(b"Date,No\0te,Amount\n"), Kind::Text);
        assert_eq!(kind(b"ab\x01\x02\x03\x04\x05\x06\x07\x01\x02\x03\x04cd"), Kind::Other(Alien::Binary));
    }
}
