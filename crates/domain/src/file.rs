//! Photos and documents: what is taken, how much of it, and what it is called.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::form::clean;
use crate::id::{FileId, PortfolioId};

/// The largest file that is taken, in bytes (20 MB).
pub const FILE_BYTES_MAX: usize = 20 * 1_048_576;
/// The most bytes that one form brings (80 MB).
pub const FORM_BYTES_MAX: usize = 80 * 1_048_576;
/// The most files that one form brings.
pub const FORM_FILES_MAX: usize = 10;
/// The most characters of a name, without its ending.
const NAME_CHARS_MAX: usize = 80;

/// What a kept file is, told by its content and never by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// A photo that was opened and written anew.
    Jpeg,
    /// A picture of few colors, such as a screenshot, written anew.
    Png,
    /// A document, kept as it came.
    Pdf,
}

impl FileKind {
    /// As it stands in the database.
    pub fn word(self) -> &'static str {
        match self {
            FileKind::Jpeg => "jpeg",
            FileKind::Png => "png",
            FileKind::Pdf => "pdf",
        }
    }

    /// As browsers call it.
    pub fn content_type(self) -> &'static str {
        match self {
            FileKind::Jpeg => "image/jpeg",
            FileKind::Png => "image/png",
            FileKind::Pdf => "application/pdf",
        }
    }

    /// What its name ends with.
    pub fn ending(self) -> &'static str {
        match self {
            FileKind::Jpeg => "jpg",
            FileKind::Png => "png",
            FileKind::Pdf => "pdf",
        }
    }

    /// It can be looked at as a picture.
    pub fn is_photo(self) -> bool {
        self != FileKind::Pdf
    }

    /// What people call it.
    pub fn noun(self) -> &'static str {
        if self.is_photo() { "photo" } else { "document" }
    }
}

impl FromStr for FileKind {
    type Err = ();

    fn from_str(word: &str) -> Result<FileKind, ()> {
        match word {
            "jpeg" => Ok(FileKind::Jpeg),
            "png" => Ok(FileKind::Png),
            "pdf" => Ok(FileKind::Pdf),
            _ => Err(()),
        }
    }
}

/// How it stands with the small picture of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thumbnail {
    /// A job makes it.
    Waiting,
    /// It is there.
    Ready,
    /// A document has none.
    None,
    /// It could not be made.
    Failed,
}

impl Thumbnail {
    /// As it stands in the database.
    pub fn word(self) -> &'static str {
        match self {
            Thumbnail::Waiting => "waiting",
            Thumbnail::Ready => "ready",
            Thumbnail::None => "none",
            Thumbnail::Failed => "failed",
        }
    }
}

impl FromStr for Thumbnail {
    type Err = ();

    fn from_str(word: &str) -> Result<Thumbnail, ()> {
        match word {
            "waiting" => Ok(Thumbnail::Waiting),
            "ready" => Ok(Thumbnail::Ready),
            "none" => Ok(Thumbnail::None),
            "failed" => Ok(Thumbnail::Failed),
            _ => Err(()),
        }
    }
}

/// Where the bytes of a file lie. Made of ids alone: nothing a person has written ever becomes part of a path.
pub fn place(portfolio: PortfolioId, file: FileId) -> String {
    format!("{portfolio}/{file}")
}

/// Where its small picture lies.
pub fn small_place(portfolio: PortfolioId, file: FileId) -> String {
    format!("{portfolio}/{file}.small")
}

/// The file whose bytes or small picture lie at a place; `None` for what is not ours.
pub fn file_at(portfolio: PortfolioId, place: &str) -> Option<FileId> {
    let name = place.strip_prefix(&format!("{portfolio}/"))?;
    let id: Uuid = name.strip_suffix(".small").unwrap_or(name).parse().ok()?;
    Some(FileId(id)).filter(|file| name.starts_with(&file.to_string()))
}

/// A name as the person's machine told it, for a sentence about it: one line without folders and hidden characters, at
/// most 80 characters; "this file" when nothing is left.
pub fn told_name(told: &str) -> String {
    match stem_and_ending(told) {
        (stem, _) if stem.is_empty() => "this file".into(),
        (stem, "") => stem,
        (stem, ending) => format!("{stem}.{ending}"),
    }
}

/// What a kept file is called: the name that was told, cleaned, with the ending of what it is.
pub fn kept_name(told: &str, kind: FileKind) -> String {
    let (stem, _) = stem_and_ending(told);
    let stem = if stem.is_empty() { kind.noun().into() } else { stem };
    format!("{stem}.{}", kind.ending())
}

fn stem_and_ending(told: &str) -> (String, &str) {
    let name = told.rsplit(['/', '\\']).next().unwrap_or(told);
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if is_ending(ending) => (stem, ending),
        _ => (name, ""),
    };
    // What some system takes for a path, a stream, a wildcard or the end of a name, and marks that turn the direction.
    let foreign =
        |c: char| c.is_control() || matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|' | '\u{61c}');
    let stem: String = clean(stem).chars().map(|c| if foreign(c) { ' ' } else { c }).collect();
    let stem = stem.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = stem.trim_start_matches('.').chars().take(NAME_CHARS_MAX).collect();
    (short.trim().to_string(), ending)
}

fn is_ending(text: &str) -> bool {
    (1..=5).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// A size for people: "320 kB", "1.4 MB".
#[derive(Clone, Copy, Debug)]
pub struct Size(pub u64);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0..1_000 => write!(f, "1 kB"),
            1_000..999_500 => write!(f, "{} kB", (self.0 + 500) / 1_000),
            bytes => {
                let tenths = (bytes + 50_000) / 100_000;
                write!(f, "{}.{} MB", tenths / 10, tenths % 10)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cleaned_and_ends_as_what_it_is() {
        for (told, kept) in [
            ("leak.jpg", "leak.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\Users\\ada\\invoice.final.PDF", "invoice.final.pdf"),
            ("\u{202e}gpj.exe", "gpj.pdf"),
            ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie x=1.pdf"),
            ("<img src=x onerror=alert(1)>.pdf", "img src=x onerror=alert(1).pdf"),
            ("...", "document.pdf"),
            ("", "document.pdf"),
            ("سقف مبلول.heic", "سقف مبلول.pdf"),
            ("🚿💧.png", "🚿💧.pdf"),
        ] {
            assert_eq!(kept_name(told, FileKind::Pdf), kept, "{told:?}");
        }
        assert_eq!(kept_name(&"x".repeat(500), FileKind::Jpeg).chars().count(), 84);
        assert_eq!(told_name("dir/clip.mov"), "clip.mov");
        assert_eq!(told_name("\u{202e}"), "this file");
    }

    #[test]
    fn a_place_leads_back_to_its_file_and_to_no_other_portfolio() {
        let (ours, theirs) = (PortfolioId(Uuid::from_u128(1)), PortfolioId(Uuid::from_u128(2)));
        let file = FileId(Uuid::from_u128(7));
        assert_eq!(file_at(ours, &place(ours, file)), Some(file));
        assert_eq!(file_at(ours, &small_place(ours, file)), Some(file));
        assert_eq!(file_at(theirs, &place(ours, file)), None);
        assert_eq!(file_at(ours, &format!("{ours}/readme.txt")), None);
        assert_eq!(file_at(ours, &format!("{ours}/{}", file.0.simple())), None, "one spelling only");
    }

    #[test]
    fn sizes_are_for_people() {
        let words: Vec<_> = [1, 999, 1_499, 320_400, 999_499, 999_500, 1_449_000, 20_971_520]
            .map(|n| Size(n).to_string())
            .into();
        assert_eq!(words, ["1 kB", "1 kB", "1 kB", "320 kB", "999 kB", "1.0 MB", "1.4 MB", "21.0 MB"]);
    }
}
