//! The lines of a file and what would become, or became, of each: tabs with counts, a page of rows at a time.

use chrono::NaiveDate;
use domain::Cents;
use domain::id::{BankLineId, ImportId};
use leptos::prelude::*;

use super::raw::beginning;
use crate::kernel::link_to;
use crate::ui::table::{figures, kind, name, wide};
use crate::ui::words::things;
use crate::ui::{Icon, Status, Tone, date, pager, status, table, tabs};

/// Rows on one page.
pub const ROWS: usize = 100;

/// What a line of a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Not seen before.
    New,
    /// In the books or in review already, as this line.
    Known(BankLineId),
    /// New, but perhaps the same money as this line.
    Twin(BankLineId, String),
    /// Kept aside; the sentence says why.
    Unreadable(String),
}

/// Which lines a page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// All of them.
    #[default]
    All,
    /// Not seen before.
    New,
    /// Seen before.
    Known,
    /// Perhaps seen before.
    Twin,
    /// Kept aside.
    Unreadable,
}

impl Show {
    const EACH: [(Show, &'static str, &'static str); 5] = [
        (Show::All, "", "All"),
        (Show::New, "new", "New"),
        (Show::Known, "known", "Known"),
        (Show::Twin, "twin", "Possible twin"),
        (Show::Unreadable, "unreadable", "Unreadable"),
    ];

    /// The choice of a word in an address.
    pub fn from_word(word: &str) -> Show {
        Show::EACH.iter().find(|(_, w, _)| *w == word).map_or(Show::All, |(show, _, _)| *show)
    }

    fn word(self) -> &'static str {
        Show::EACH.iter().find(|(show, _, _)| *show == self).map_or("", |(_, word, _)| word)
    }
}

/// One line of the file.
#[derive(Clone, Debug)]
pub struct Line {
    /// First physical line of the record.
    pub line_no: u32,
    /// The record.
    pub raw: String,
    /// Its day, where it could be read.
    pub posted_on: Option<NaiveDate>,
    /// The bank's text; for unreadable ones the beginning of the record.
    pub text: String,
    /// Into the account is plus.
    pub amount: Option<Cents>,
    /// What it is.
    pub fate: Fate,
}

/// How many lines of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Not seen before, twins not counted.
    pub new: i64,
    /// Seen before.
    pub known: i64,
    /// Perhaps seen before.
    pub twin: i64,
    /// Kept aside.
    pub unreadable: i64,
}

impl Counts {
    /// All of them.
    pub fn all(self) -> i64 {
        self.new + self.known + self.twin + self.unreadable
    }

    fn of(self, show: Show) -> i64 {
        match show {
            Show::All => self.all(),
            Show::New => self.new,
            Show::Known => self.known,
            Show::Twin => self.twin,
            Show::Unreadable => self.unreadable,
        }
    }

    /// `12 new, 3 known, 1 possible twin, 2 unreadable (lines 7 and 31)`.
    pub fn sentence(self, unreadable: &[u32]) -> String {
        let mut words = format!("{} new, {} known", grouped(self.new), grouped(self.known));
        if self.twin > 0 {
            words.push_str(&format!(", {}", things(self.twin, "possible twin", "possible twins")));
        }
        if self.unreadable > 0 {
            words.push_str(&format!(", {} unreadable", grouped(self.unreadable)));
            words.push_str(&which(unreadable, self.unreadable));
        }
        words
    }
}

fn grouped(n: i64) -> String {
    crate::ui::words::grouped(n)
}

/// ` (lines 7 and 31)`; the first few, when there are many.
fn which(lines: &[u32], all: i64) -> String {
    const NAMED_MAX: usize = 6;
    let mut named: Vec<String> = lines.iter().take(NAMED_MAX).map(u32::to_string).collect();
    let more = all - i64::try_from(named.len()).unwrap_or(0);
    if named.is_empty() {
        return String::new();
    }
    if more > 0 {
        named.push(format!("{} more", grouped(more)));
    }
    let one = named.len() == 1;
    format!(" ({} {})", if one { "line" } else { "lines" }, crate::ui::words::list(&named))
}

/// Tabs over the lines.
pub fn tab_row(import: ImportId, counts: Counts, here: Show) -> AnyView {
    let mut row = tabs("Show");
    for (show, word, title) in Show::EACH {
        let href = link_to(format!("/imports/{import}")).with("show", word).href();
        row = row.counted(href, title, counts.of(show), show == here);
    }
    row.view()
}

/// One page of lines as a table, with the way to the next.
pub fn listed(
    import: ImportId,
    page: &[Line],
    show: Show,
    next: Option<u32>,
    first: bool,
    today: NaiveDate,
) -> AnyView {
    let columns = [
        kind("Line", "line"),
        kind("State", "state"),
        wide("In the file"),
        kind("Date", "date nowrap"),
        name("Bank text"),
        figures("Paid out"),
        figures("Received"),
        kind("Decide", "do").unseen(),
    ];
    let mut list = table("Lines of the file and what becomes of each", columns).folds();
    for line in page {
        list.row_as(class(&line.fate), |row| {
            row.text(&line.line_no.to_string()).status(&state(&line.fate)).sample(&in_the_file(line));
            row.text(&line.posted_on.map_or("–".into(), |day| date::column_day(day, today)));
            row.sample(&line.text);
            if let Fate::Twin(_, words) | Fate::Unreadable(words) = &line.fate {
                row.sub(words);
            }
            match line.amount {
                Some(amount) if amount.0 < 0 => row.money(amount.abs()).narrow("paid out").none(),
                Some(amount) => row.none().money(amount).narrow("received"),
                None => row.none().none(),
            };
            match decide(line) {
                Some(view) => row.view(view),
                None => row.none(),
            };
        });
    }
    let here = link_to(format!("/imports/{import}")).with("show", show.word());
    let back = (!first).then(|| here.href());
    let on = next.map(|n| here.clone().with("after", n.to_string()).href());
    let words = match (page.first(), page.last()) {
        (Some(a), Some(b)) => format!("Lines {} to {}", a.line_no, b.line_no),
        _ => String::new(),
    };
    view! { {list} {pager(words, back, on)} }.into_any()
}

/// The beginning of the record; an unreadable one stands in full in the next column.
fn in_the_file(line: &Line) -> String {
    match line.fate {
        Fate::Unreadable(_) => String::new(),
        _ => beginning(&line.raw, 22),
    }
}

fn class(fate: &Fate) -> &'static str {
    match fate {
        Fate::New => "new",
        Fate::Known(_) => "known",
        Fate::Twin(..) => "twin",
        Fate::Unreadable(_) => "bad",
    }
}

fn state(fate: &Fate) -> Status {
    match fate {
        Fate::New => status(Tone::Plain, Icon::Plus, "New"),
        Fate::Known(_) => status(Tone::Plain, Icon::Check, "Known"),
        Fate::Twin(..) => status(Tone::Wait, Icon::Twin, "Possible twin"),
        Fate::Unreadable(_) => status(Tone::Wait, Icon::Alert, "Unreadable"),
    }
}

fn decide(line: &Line) -> Option<AnyView> {
    match &line.fate {
        Fate::New | Fate::Unreadable(_) => None,
        Fate::Known(known) => {
            Some(view! { <a href=format!("/transactions/{known}")>"See it"</a> }.into_any())
        }
        Fate::Twin(other, _) => {
            Some(view! { <a href=format!("/transactions/{other}")>"See the other"</a> }.into_any())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_is_one_sentence_that_names_the_lines() {
        let counts = Counts { new: 12, known: 3, twin: 1, unreadable: 2 };
        assert_eq!(
            counts.sentence(&[7, 31]),
            "12 new, 3 known, 1 possible twin, 2 unreadable (lines 7 and 31)"
        );
        let many = Counts { unreadable: 1_000, ..counts };
        assert!(many.sentence(&[1, 2, 3, 4, 5, 6, 7]).ends_with("(lines 1, 2, 3, 4, 5, 6 and 994 more)"));
        assert_eq!(Counts { new: 1, ..Counts::default() }.sentence(&[]), "1 new, 0 known");
    }
}
