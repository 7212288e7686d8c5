//! What kind of file the bytes are. Neither its name nor what the browser says about it is asked: both come from whoever
//! sends it.

use image::ImageFormat;

/// What the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A picture that can be opened.
    Photo(ImageFormat),
    /// A document.
    Pdf,
    /// Turned away, with a word of help.
    Alien(Alien),
}

/// Kinds that are turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alien {
    Empty,
    Heic,
    Gif,
    Picture,
    Video,
    Web,
    Office,
    Other,
}

/// How far into a text the marks of a page are looked for, in bytes.
const HEAD_BYTES: usize = 1_024;

const MAGIC: &[(&[u8], Found)] = &[
    (b"\xFF\xD8\xFF", Found::Photo(ImageFormat::Jpeg)),
    (b"\x89PNG\r\n\x1A\n", Found::Photo(ImageFormat::Png)),
    (b"%PDF-", Found::Pdf),
    (b"GIF8", Found::Alien(Alien::Gif)),
    (b"II*\0", Found::Alien(Alien::Picture)),
    (b"MM\0*", Found::Alien(Alien::Picture)),
    (b"\x1A\x45\xDF\xA3", Found::Alien(Alien::Video)),
    (b"PK\x03\x04", Found::Alien(Alien::Office)),
    (b"\xD0\xCF\x11\xE0", Found::Alien(Alien::Office)),
];

/// Looks at the first bytes.
pub(super) fn of(bytes: &[u8]) -> Found {
    if bytes.is_empty() {
        return Found::Alien(Alien::Empty);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Found::Photo(ImageFormat::WebP);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Found::Alien(boxed(bytes.get(8..12).unwrap_or_default()));
    }
    if let Some((_, found)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return *found;
    }
    Found::Alien(if is_web(bytes) { Alien::Web } else { Alien::Other })
}

/// The many files of one family: photos of newer phones, and films.
fn boxed(brand: &[u8]) -> Alien {
    match brand {
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" => Alien::Heic,
        b"avif" | b"avis" => Alien::Picture,
        _ => Alien::Video,
    }
}

/// A page, or a drawing that may hold scripts as a page does.
pub(super) fn is_web(bytes: &[u8]) -> bool {
    let head = bytes[..bytes.len().min(HEAD_BYTES)].to_ascii_lowercase();
    let marks: [&[u8]; 6] = [b"<!doctype html", b"<html", b"<svg", b"<script", b"<body", b"<iframe"];
    marks.iter().any(|mark| holds(&head, mark))
}

/// True when `what` stands somewhere in the bytes.
pub(super) fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

impl Alien {
    /// What it is and what to do.
    pub(super) fn sentence(self, name: &str) -> String {
        let (is, instead) = match self {
            Alien::Empty => ("is empty", "Choose it again."),
            Alien::Heic => (
                "is a HEIC photo, which most browsers cannot show",
                "On an iPhone choose Settings, Camera, Formats, Most Compatible and take it again, or send a screenshot of it.",
            ),
            Alien::Gif => ("is a GIF", "Send a photo or a screenshot instead."),
            Alien::Picture => {
                ("is a picture of a kind that browsers cannot show", "Send a screenshot of it.")
            }
            Alien::Video => ("is a film", "Send photos, and describe what can be heard."),
            Alien::Web => ("is a web page or a drawing that can hold scripts", "Send a screenshot of it."),
            Alien::Office => ("is an archive or an office document", "Save it as PDF and send that."),
            Alien::Other => ("is neither a photo nor a PDF", "Send JPEG, PNG, WebP or PDF."),
        };
        format!("“{name}” {is}. {instead}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_content_alone() {
        let alien = |bytes: &[u8]| match of(bytes) {
            Found::Alien(alien) => alien,
            other => panic!("{other:?}"),
        };
        assert_eq!(alien(b""), Alien::Empty);
        assert_eq!(alien(b"\0\0\0\x18ftypheic\0\0\0\0"), Alien::Heic);
        assert_eq!(alien(b"\0\0\0\x18ftypmp42\0\0\0\0"), Alien::Video);
        assert_eq!(alien(b"GIF89a\x01\0"), Alien::Gif);
        assert_eq!(alien(b"<?xml version='1.0'?>\n<SVG onload='alert(1)'>"), Alien::Web);
        assert_eq!(alien(b"\xEF\xBB\xBF <!DOCTYPE html><p>hello"), Alien::Web);
        assert_eq!(alien(b"PK\x03\x04\x14\0"), Alien::Office);
        assert_eq!(alien(b"hello"), Alien::Other);
        assert_eq!(alien(b" %PDF-1.7"), Alien::Other, "nothing may stand before the mark");
        assert_eq!(of(b"%PDF-1.7"), Found::Pdf);
        assert_eq!(of(b"\xFF\xD8\xFF\xE0"), Found::Photo(ImageFormat::Jpeg));
        assert_eq!(of(b"RIFF\0\0\0\0WEBPVP8 "), Found::Photo(ImageFormat::WebP));
    }
}
