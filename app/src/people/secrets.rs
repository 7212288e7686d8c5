//! Secrets that travel in cookies and links: 256 random bits, of which only the SHA-256 is kept.

use sha2::{Digest, Sha256};

/// A secret, as text for a cookie or a link. Not `Debug`, so that no log can show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new one, from the operating system's randomness.
    pub fn fresh() -> Secret {
        let mut bytes = [0u8; 32];
        store::db::fill(&mut bytes);
        Secret(hex(&bytes))
    }

    /// One that came back to us; any text, because only its hash is looked for.
    pub fn read(text: &str) -> Secret {
        Secret(text.to_string())
    }

    /// What is kept of it, and looked for.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// As it stands in a cookie or a link.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// Key under which something about an address is counted, so that the address itself is not kept.
pub fn key(kind: &str, about: &str) -> [u8; 32] {
    Sha256::new().chain_update(kind).chain_update([0]).chain_update(about).finalize().into()
}

/// Bytes as text.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Text as bytes; `None` when it is no hexadecimal of 32 bytes.
pub fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0u8; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_64_letters_and_never_the_same() {
        let (one, other) = (Secret::fresh(), Secret::fresh());
        assert_eq!(one.text().len(), 64);
        assert!(one != other && one.hash() != other.hash());
        assert_eq!(Secret::read(one.text()).hash(), one.hash());
    }

    #[test]
    fn hex_goes_both_ways() {
        let bytes = [7u8; 32];
        assert_eq!(unhex(&hex(&bytes)), Some(bytes));
        assert_eq!(unhex("zz"), None);
        assert_eq!(unhex(&"é".repeat(32)), None);
        assert_ne!(key("mail", "a"), key("net", "a"));
    }
}
