//! The sentence a page shows once after something was done, with the way to take it back. It travels in a short-lived
//! cookie, so that it survives the redirect and no page address carries it.

use serde::{Deserialize, Serialize};

/// What was done, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// A sentence, like "Birch Street was added."
    pub sentence: String,
    /// Where a POST takes it back.
    pub undo: Option<String>,
}

/// Cookie that carries it.
pub(super) const COOKIE: &str = "duplex_notice";

impl Notice {
    /// A sentence without undo.
    pub fn new(sentence: impl Into<String>) -> Notice {
        Notice { sentence: sentence.into(), undo: None }
    }

    /// With the address that takes it back.
    pub fn undo(mut self, path: impl Into<String>) -> Notice {
        self.undo = Some(path.into());
        self
    }

    /// As a cookie header that lives a minute.
    pub(super) fn cookie(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        let value: String = url::form_urlencoded::byte_serialize(json.as_bytes()).collect();
        format!("{COOKIE}={value}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax")
    }

    /// The header that ends it.
    pub(super) fn eaten() -> String {
        format!("{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
    }

    /// Reads the cookie's value; undo only within this house.
    pub(super) fn read(value: &str) -> Option<Notice> {
        let (json, _) = url::form_urlencoded::parse(value.as_bytes()).next()?;
        let mut notice: Notice = serde_json::from_str(&json).ok()?;
        notice.undo = notice.undo.filter(|path| path.starts_with('/') && !path.starts_with("//"));
        Some(notice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_survives_its_cookie_and_leads_nowhere_else() {
        let notice = Notice::new("“Birch & Co” = added; 100%").undo("/activity/1/undo");
        let cookie = notice.cookie();
        let value = cookie.strip_prefix("duplex_notice=").and_then(|c| c.split(';').next()).unwrap();
        assert_eq!(Notice::read(value), Some(notice));
        let evil = Notice::new("x").undo("//evil.example").cookie();
        let value = evil.strip_prefix("duplex_notice=").and_then(|c| c.split(';').next()).unwrap();
        assert_eq!(Notice::read(value).unwrap().undo, None);
    }
}
