//! Where the built files are: logical names to paths that carry a hash of the content.

use std::collections::HashMap;

/// The site's manifest, like `{"duplex.css": "/pkg/duplex.9f2c.css"}`.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    paths: HashMap<String, String>,
}

impl Assets {
    /// The site's list of files.
    pub fn new(paths: impl IntoIterator<Item = (String, String)>) -> Assets {
        Assets { paths: paths.into_iter().collect() }
    }

    /// The path of a file; its plain name under `/` when the manifest does not know it.
    pub fn path(&self, name: &str) -> String {
        self.paths.get(name).cloned().unwrap_or_else(|| format!("/{name}"))
    }

    /// True when the site holds this file.
    pub fn has(&self, name: &str) -> bool {
        self.paths.contains_key(name)
    }
}
