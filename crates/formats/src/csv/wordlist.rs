//! Lists of folded words and phrases that are looked up for every row, so lookups must be quick.

use std::collections::HashSet;

/// Phrases, written as one text with bars between them.
pub(super) struct WordList {
    entries: Vec<&'static str>,
    whole: HashSet<&'static str>,
    firsts: HashSet<&'static str>,
}

impl WordList {
    /// A list from "one|two words|three".
    pub(super) fn new(list: &'static str) -> WordList {
        let entries: Vec<&str> = list.split('|').map(str::trim).filter(|e| !e.is_empty()).collect();
        let firsts = entries.iter().filter_map(|e| e.split(' ').next()).collect();
        WordList { whole: entries.iter().copied().collect(), firsts, entries }
    }

    /// Whether a folded text is an entry.
    pub(super) fn has(&self, folded: &str) -> bool {
        self.whole.contains(folded)
    }

    /// What follows the entry with which a folded text begins.
    pub(super) fn after<'f>(&self, folded: &'f str) -> Option<&'f str> {
        let first = folded.split(' ').next().unwrap_or("");
        if !self.firsts.contains(first) {
            return None;
        }
        self.entries.iter().find_map(|entry| folded.strip_prefix(entry))
    }
}
