//! What a person may choose for a bank line: categories in groups, properties, accounts. Read once for a page.

/// The choices of a page, `(value, words)` each.
#[derive(Clone, Debug, Default)]
pub struct Pick {
    /// Categories under their headings.
    pub categories: Vec<(&'static str, Vec<(String, String)>)>,
    /// Properties by name.
    pub properties: Vec<(String, String)>,
}
