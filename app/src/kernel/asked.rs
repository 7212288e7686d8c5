//! What stands behind the question mark of an address, and addresses with something behind it.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::Typed;

/// The query of an address, read like a form. Reading it never fails: what a page does not know, it leaves alone.
pub struct Asked(pub Typed);

/// The most pairs an address of ours carries.
const PAIRS_MAX: usize = 40;

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Asked, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = url::form_urlencoded::parse(query.as_bytes()).into_owned().take(PAIRS_MAX).collect();
        Ok(Asked(Typed::new(pairs)))
    }
}

/// An address in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    path: String,
    pairs: Vec<(&'static str, String)>,
}

/// An address of ours, without a query yet.
pub fn link_to(path: impl Into<String>) -> Link {
    Link { path: path.into(), pairs: Vec::new() }
}

impl Link {
    /// With this pair, in place of an earlier one of its name; an empty value leaves it out.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Link {
        self.pairs.retain(|(n, _)| *n != name);
        let value = value.into();
        if !value.is_empty() {
            self.pairs.push((name, value));
        }
        self
    }

    /// As text.
    pub fn href(&self) -> String {
        if self.pairs.is_empty() {
            return self.path.clone();
        }
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.pairs).finish();
        format!("{}?{query}", self.path)
    }
}

impl From<Link> for String {
    fn from(link: Link) -> String {
        link.href()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_stands_once_and_is_escaped() {
        let link =
            link_to("/transactions").with("text", "A & B").with("month", "2026-11").with("text", "C=D");
        assert_eq!(link.href(), "/transactions?month=2026-11&text=C%3DD");
        assert_eq!(link.with("month", "").with("text", "").href(), "/transactions");
    }
}
