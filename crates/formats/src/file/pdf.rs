//! A PDF is kept as it came, because it may be evidence. So it has to be one file and no second one besides: its mark at the
//! first byte, its end at the last, no page at its head and no archive behind it. What may stand inside is not looked at:
//! it is only ever handed out as a download.

use super::kind::{holds, is_web};

/// Within so many bytes from the end the mark of the end stands.
const TAIL_BYTES: usize = 1_024;
/// A ZIP archive is read from its end: this record, and a remark of at most 64 kB behind it.
const ZIP_END: &[u8] = b"PK\x05\x06";
const ZIP_END_BYTES: usize = 22;
const ZIP_REMARK_BYTES_MAX: usize = 65_535;

/// Why a PDF is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    CutOff,
    TwoInOne,
}

impl Trouble {
    pub(super) fn sentence(self, name: &str) -> String {
        match self {
            Trouble::CutOff => format!(
                "“{name}” does not end as a PDF does: it was cut off, or something hangs behind it. Save it again and send that."
            ),
            Trouble::TwoInOne => {
                format!("“{name}” is a PDF and something else at once. Print it to a new PDF and send that.")
            }
        }
    }
}

/// Looks at both ends. That it begins with `%PDF-` is known.
pub(super) fn check(bytes: &[u8]) -> Result<(), Trouble> {
    if is_web(bytes) || holds(&bytes[..bytes.len().min(TAIL_BYTES)], b"PK\x03\x04") {
        return Err(Trouble::TwoInOne);
    }
    let tail = &bytes[bytes.len().saturating_sub(TAIL_BYTES)..];
    let end = tail.windows(5).rposition(|window| window == b"%%EOF").ok_or(Trouble::CutOff)?;
    if !tail[end + 5..].iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Err(Trouble::CutOff);
    }
    if is_archive(bytes) { Err(Trouble::TwoInOne) } else { Ok(()) }
}

/// True when the last bytes are the end of an archive, whose remark may well be `%%EOF`.
fn is_archive(bytes: &[u8]) -> bool {
    let from = bytes.len().saturating_sub(ZIP_END_BYTES + ZIP_REMARK_BYTES_MAX);
    let tail = &bytes[from..];
    tail.windows(ZIP_END_BYTES).enumerate().any(|(at, record)| {
        let remark = usize::from(u16::from_le_bytes([record[20], record[21]]));
        record.starts_with(ZIP_END) && at + ZIP_END_BYTES + remark == tail.len()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pdf(head: &[u8], tail: &[u8]) -> Vec<u8> {
        let body = vec![b'x'; 3_000];
        [b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", head, &body, b"\nstartxref\n9\n%%EOF", tail].concat()
    }

    #[test]
    fn a_pdf_is_one_file_from_its_first_byte_to_its_last() {
        assert_eq!(check(&pdf(b"", b"\r\n\0\0")), Ok(()));
        assert_eq!(
            check(&pdf(b"1 0 obj <</Filter/DCTDecode>> stream\n\xFF\xD8\xFF\xE0", b"\n")),
            Ok(()),
            "a scan"
        );
        assert_eq!(check(&pdf(b"<HTML><script>alert(1)</script>", b"")), Err(Trouble::TwoInOne));
        assert_eq!(check(&pdf(b"PK\x03\x04", b"")), Err(Trouble::TwoInOne));
        assert_eq!(check(&pdf(b"", b"\n<script>alert(1)</script>")), Err(Trouble::CutOff));
        assert_eq!(check(&pdf(b"", b"")[..2_000]), Err(Trouble::CutOff));
        let zip = [ZIP_END, &[0; 16], &[6, 0], b"\n%%EOF"].concat();
        assert_eq!(check(&pdf(b"", &zip)), Err(Trouble::TwoInOne));
        assert_eq!(check(&pdf(&[ZIP_END, &[0; 18]].concat(), b"\n")), Ok(()), "an archive inside is none");
    }
}
