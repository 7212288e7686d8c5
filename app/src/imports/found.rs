//! What a file holds, compared with its account: some eighty bytes a line, so that it can be kept for half a million.

use chrono::NaiveDate;
use domain::Cents;
use domain::bank::{NewLine, Unreadable};
use domain::id::BankLineId;
use store::imports::{Class, Seen};

use super::lines::{Counts, Fate, Line, ROWS, Show};
use super::raw::beginning;
use super::reading::Reading;

/// Characters kept of a record, as a page shows them.
const RAW_CHARS: usize = 22;
/// Characters kept of the bank's text.
const TEXT_CHARS: usize = 120;
/// Characters shown of a record nobody could read.
const BAD_CHARS: usize = 60;
/// Unreadable lines that are named.
const NAMED_MAX: usize = 8;

/// All lines of a file.
pub struct Found {
    /// In the order of the file.
    lines: Vec<Short>,
    /// The words of all lines, one behind the other.
    words: String,
    /// Lines of the account that those of the file are, or look like.
    others: Vec<BankLineId>,
    /// Why lines could not be read.
    reasons: Vec<String>,
    /// How many of each kind.
    pub counts: Counts,
    /// What the new ones come to.
    pub net: Cents,
    /// The first few lines that could not be read.
    pub unreadable: Vec<u32>,
    /// What was left out and why.
    pub notes: Vec<String>,
}

struct Short {
    line_no: u32,
    day: Option<NaiveDate>,
    amount: Cents,
    what: What,
    /// Where its words begin, and how many bytes are of the record and of the bank's text.
    at: u32,
    raw_bytes: u16,
    text_bytes: u16,
}

/// Its place among the others or the reasons.
#[derive(Clone, Copy)]
enum What {
    New,
    Known(u32),
    Twin(u32),
    Bad(u32),
}

impl Found {
    /// Lays readable and unreadable lines together.
    pub fn of(reading: Reading, seen: &[Seen]) -> Found {
        let mut found = Found {
            lines: Vec::with_capacity(reading.lines.len() + reading.unreadable.len()),
            words: String::new(),
            others: Vec::new(),
            reasons: Vec::new(),
            counts: Counts::default(),
            net: Cents::ZERO,
            unreadable: reading.unreadable.iter().map(|bad| bad.line_no).take(NAMED_MAX).collect(),
            notes: reading.notes,
        };
        let mut bad = reading.unreadable.into_iter().peekable();
        for (line, seen) in reading.lines.into_iter().zip(seen) {
            while let Some(before) = bad.next_if(|bad| bad.line_no < line.line_no) {
                found.push_bad(before);
            }
            found.push(&line, seen);
        }
        bad.for_each(|bad| found.push_bad(bad));
        found
    }

    fn push(&mut self, line: &NewLine, seen: &Seen) {
        let (what, count) = match seen.class {
            Class::New => (What::New, &mut self.counts.new),
            Class::Known(id) => (What::Known(keep(&mut self.others, id)), &mut self.counts.known),
            Class::Twin(id) => (What::Twin(keep(&mut self.others, id)), &mut self.counts.twin),
        };
        *count += 1;
        if !matches!(what, What::Known(_)) {
            self.net += line.amount;
        }
        let words = (beginning(&line.raw, RAW_CHARS), beginning(&line.words(), TEXT_CHARS));
        self.lay(line.line_no, Some(line.posted_on), line.amount, what, words);
    }

    fn push_bad(&mut self, bad: Unreadable) {
        self.counts.unreadable += 1;
        let words = (String::new(), beginning(&bad.raw, BAD_CHARS));
        let what = What::Bad(keep(&mut self.reasons, bad.reason));
        self.lay(bad.line_no, None, Cents::ZERO, what, words);
    }

    fn lay(
        &mut self,
        line_no: u32,
        day: Option<NaiveDate>,
        amount: Cents,
        what: What,
        words: (String, String),
    ) {
        let at = short(self.words.len());
        self.words.push_str(&words.0);
        self.words.push_str(&words.1);
        // So few characters are never more bytes than this holds.
        let bytes = |text: &str| u16::try_from(text.len()).unwrap_or_default();
        let (raw_bytes, text_bytes) = (bytes(&words.0), bytes(&words.1));
        self.lines.push(Short { line_no, day, amount, what, at, raw_bytes, text_bytes });
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// The page after line number `after` that `show` holds, and the number where the next page begins.
    pub fn page(&self, show: Show, after: u32) -> (Vec<Line>, Option<u32>) {
        let kept = self.lines.iter().filter(|line| line.line_no > after && line.fits(show)).take(ROWS + 1);
        let mut page: Vec<Line> = kept.map(|line| self.line(line)).collect();
        let more = page.len() > ROWS;
        page.truncate(ROWS);
        let next = page.last().filter(|_| more).map(|line| line.line_no);
        (page, next)
    }

    fn line(&self, short: &Short) -> Line {
        let other = |at: u32| self.others[at as usize];
        let is_bad = matches!(short.what, What::Bad(_));
        let (from, middle) = (short.at as usize, short.at as usize + usize::from(short.raw_bytes));
        Line {
            line_no: short.line_no,
            raw: self.words[from..middle].to_owned(),
            posted_on: short.day,
            text: self.words[middle..middle + usize::from(short.text_bytes)].to_owned(),
            amount: (!is_bad).then_some(short.amount),
            fate: match short.what {
                What::New => Fate::New,
                What::Known(at) => Fate::Known(other(at)),
                What::Twin(at) => Fate::Twin(other(at), String::new()),
                What::Bad(at) => Fate::Unreadable(self.reasons[at as usize].clone()),
            },
        }
    }
}

impl Short {
    fn fits(&self, show: Show) -> bool {
        match (show, self.what) {
            (Show::All, _) => true,
            (Show::New, what) => matches!(what, What::New),
            (Show::Known, what) => matches!(what, What::Known(_)),
            (Show::Twin, what) => matches!(what, What::Twin(_)),
            (Show::Unreadable, what) => matches!(what, What::Bad(_)),
        }
    }
}

/// Puts something at the end of a list, and says where.
fn keep<T>(list: &mut Vec<T>, thing: T) -> u32 {
    list.push(thing);
    short(list.len() - 1)
}

/// No file has so many bytes.
fn short(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use domain::bank::Key;

    use super::*;

    fn found() -> Found {
        let line = |line_no, description: &str| NewLine {
            line_no,
            raw: format!("{description},-1.00"),
            posted_on: NaiveDate::MIN,
            amount: Cents(-100),
            description: description.into(),
            payee: None,
            memo: None,
            source_id: None,
            balance: None,
        };
        let seen = |class| Seen { class, key: Key([0; 16]), merchant: String::new() };
        let bad =
            |line_no| Unreadable { line_no, raw: format!("x{line_no}"), reason: format!("No. {line_no}") };
        let lines = vec![line(2, "KÜRZ"), line(4, "OTHER")];
        let reading = Reading { lines, unreadable: vec![bad(3), bad(9)], ..Reading::default() };
        Found::of(reading, &[seen(Class::New), seen(Class::Known(BankLineId(uuid::Uuid::nil())))])
    }

    #[test]
    fn lines_stand_in_the_order_of_the_file_and_tabs_hold_their_own() {
        let found = found();
        let numbers =
            |show, after| -> Vec<u32> { found.page(show, after).0.iter().map(|line| line.line_no).collect() };
        assert_eq!(numbers(Show::All, 0), [2, 3, 4, 9]);
        assert_eq!(numbers(Show::All, 2), [3, 4, 9]);
        assert_eq!((numbers(Show::New, 0), numbers(Show::Known, 0)), (vec![2], vec![4]));
        assert_eq!(numbers(Show::Unreadable, 0), [3, 9]);
        assert_eq!(found.counts, Counts { new: 1, known: 1, twin: 0, unreadable: 2 });
        assert_eq!((found.len(), found.net, found.unreadable.as_slice()), (4, Cents(-100), &[3, 9][..]));
    }

    #[test]
    fn every_line_keeps_its_own_words() {
        let page = found().page(Show::All, 0).0;
        let words: Vec<_> = page.iter().map(|line| (line.raw.as_str(), line.text.as_str())).collect();
        assert_eq!(words, [("KÜRZ,-1.00", "KÜRZ"), ("", "x3"), ("OTHER,-1.00", "OTHER"), ("", "x9")]);
        assert_eq!(page[3].fate, Fate::Unreadable("No. 9".into()));
        assert_eq!((page[0].amount, page[1].amount), (Some(Cents(-100)), None));
    }
}
