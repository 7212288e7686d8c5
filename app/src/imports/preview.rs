//! The preview: every line of the file with what would become of it, and the button that imports.

use domain::Cents;
use domain::bank::{NewLine, Unreadable};
use domain::id::ImportId;
use leptos::prelude::*;
use store::imports::{self, Class, Seen};
use store::{Tx, lines};

use super::lines::{Counts, Fate, Line, ROWS, Show, listed, tab_row};
use super::reading::Reading;
use crate::kernel::Visit;
use crate::ui::words::things;
use crate::ui::{Icon, button, date, link_button, money, note};

/// What the page of a preview shows.
pub struct Preview {
    counts: Counts,
    page: Vec<Line>,
    next: Option<u32>,
    show: Show,
    after: u32,
    unreadable: Vec<u32>,
    net: Cents,
    notes: Vec<String>,
}

impl Preview {
    /// Compares the file with the account's lines and takes the page that is asked for.
    ///
    /// # Errors
    /// [`store::Error::Database`] only.
    pub async fn read(
        tx: &mut Tx,
        import: &imports::Import,
        reading: Reading,
        show: Show,
        after: u32,
    ) -> store::Result<Preview> {
        let seen = imports::sight(tx, import.account, &reading.lines).await?;
        let counts = count(&seen, reading.unreadable.len());
        let net = reading.lines.iter().zip(&seen).filter(|(_, s)| is_new(s)).map(|(l, _)| l.amount).sum();
        let (mut page, next) = page_of(merged(&reading, &seen), show, after);
        for line in &mut page {
            name_twin(tx, line).await?;
        }
        let unreadable = reading.unreadable.iter().map(|u| u.line_no).take(8).collect();
        Ok(Preview { counts, page, next, show, after, unreadable, net, notes: reading.notes })
    }

    /// As a view.
    pub fn view(self, visit: &Visit, import: ImportId) -> AnyView {
        let Counts { new, twin, .. } = self.counts;
        let notes: Vec<AnyView> = self.notes.iter().map(|words| note(Icon::Info, words.clone())).collect();
        let table = listed(import, &self.page, self.show, self.next, self.after == 0, visit.today());
        let word = match new + twin {
            0 => "Nothing new: done".to_string(),
            n => format!("Import {}", things(n, "new line", "new lines")),
        };
        let action = format!("/imports/{import}/import");
        view! {
            {notes}
            <section aria-label="Preview">
                {tab_row(import, self.counts, self.show)}
                {table}
                <form class="bar" method="post" action=action>
                    {button(word).primary()}
                    {link_button("/imports", "Leave it")}
                    <p>{self.aside()}</p>
                </form>
            </section>
        }
        .into_any()
    }

    /// What the bar says beside its button.
    fn aside(&self) -> String {
        let mut words = format!("{}. ", self.counts.sentence(&self.unreadable));
        if self.counts.new + self.counts.twin > 0 {
            words.push_str(&format!("The new ones come to {}. ", money::flow(self.net)));
        }
        if self.counts.twin > 0 {
            words.push_str("Possible twins are imported and wait in review. ");
        }
        if self.counts.unreadable > 0 {
            words.push_str("Unreadable lines are kept aside.");
        }
        words.trim_end().to_string()
    }
}

fn is_new(seen: &Seen) -> bool {
    !matches!(seen.class, Class::Known(_))
}

fn count(seen: &[Seen], unreadable: usize) -> Counts {
    let of = |f: fn(&Class) -> bool| {
        i64::try_from(seen.iter().filter(|s| f(&s.class)).count()).unwrap_or(i64::MAX)
    };
    Counts {
        new: of(|c| matches!(c, Class::New)),
        known: of(|c| matches!(c, Class::Known(_))),
        twin: of(|c| matches!(c, Class::Twin(_))),
        unreadable: i64::try_from(unreadable).unwrap_or(i64::MAX),
    }
}

/// A record of the file, not copied yet: a page needs few of many.
enum Entry<'a> {
    Row(&'a NewLine, &'a Seen),
    Bad(&'a Unreadable),
}

impl Entry<'_> {
    fn line_no(&self) -> u32 {
        match self {
            Entry::Row(line, _) => line.line_no,
            Entry::Bad(bad) => bad.line_no,
        }
    }

    fn fits(&self, show: Show) -> bool {
        match (show, self) {
            (Show::All, _) | (Show::Unreadable, Entry::Bad(_)) => true,
            (Show::New, Entry::Row(_, seen)) => matches!(seen.class, Class::New),
            (Show::Known, Entry::Row(_, seen)) => matches!(seen.class, Class::Known(_)),
            (Show::Twin, Entry::Row(_, seen)) => matches!(seen.class, Class::Twin(_)),
            _ => false,
        }
    }

    fn line(&self) -> Line {
        match self {
            Entry::Row(line, seen) => Line {
                line_no: line.line_no,
                raw: line.raw.clone(),
                posted_on: Some(line.posted_on),
                text: line.words(),
                amount: Some(line.amount),
                fate: match seen.class {
                    Class::New => Fate::New,
                    Class::Known(id) => Fate::Known(id),
                    Class::Twin(id) => Fate::Twin(id, String::new()),
                },
            },
            Entry::Bad(bad) => Line {
                line_no: bad.line_no,
                raw: bad.raw.clone(),
                posted_on: None,
                text: super::raw::beginning(&bad.raw, 60),
                amount: None,
                fate: Fate::Unreadable(bad.reason.clone()),
            },
        }
    }
}

/// Readable and unreadable lines together, in the order of the file.
fn merged<'a>(reading: &'a Reading, seen: &'a [Seen]) -> impl Iterator<Item = Entry<'a>> {
    let mut rows = reading.lines.iter().zip(seen).peekable();
    let mut bad = reading.unreadable.iter().peekable();
    std::iter::from_fn(move || {
        let row_first = match (rows.peek(), bad.peek()) {
            (Some((row, _)), Some(bad)) => row.line_no <= bad.line_no,
            (row, _) => row.is_some(),
        };
        match row_first {
            true => rows.next().map(|(line, seen)| Entry::Row(line, seen)),
            false => bad.next().map(Entry::Bad),
        }
    })
}

/// The page after line number `after` that `show` holds, and the number where the next page begins.
fn page_of<'a>(entries: impl Iterator<Item = Entry<'a>>, show: Show, after: u32) -> (Vec<Line>, Option<u32>) {
    let kept = entries.filter(|e| e.line_no() > after && e.fits(show)).take(ROWS + 1);
    let mut page: Vec<Line> = kept.map(|e| e.line()).collect();
    let more = page.len() > ROWS;
    page.truncate(ROWS);
    let next = page.last().filter(|_| more).map(|l| l.line_no);
    (page, next)
}

/// Says which line a possible twin looks like.
async fn name_twin(tx: &mut Tx, line: &mut Line) -> store::Result<()> {
    if let Fate::Twin(id, words) = &mut line.fate {
        let other = lines::find(tx, *id).await?;
        *words = format!(
            "looks like {}, {}, {}",
            super::raw::beginning(&other.description, 40),
            date::full_day(other.posted_on),
            other.amount.abs()
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::bank::Key;
    use domain::id::BankLineId;

    use super::*;

    fn reading() -> (Reading, Vec<Seen>) {
        let line = |line_no| NewLine {
            line_no,
            raw: "raw".into(),
            posted_on: chrono::NaiveDate::MIN,
            amount: Cents(-100),
            description: "TEXT".into(),
            payee: None,
            memo: None,
            source_id: None,
            balance: None,
        };
        let seen = |class| Seen { class, key: Key([0; 16]), merchant: String::new() };
        let bad = Unreadable { line_no: 3, raw: "x".into(), reason: "No.".into() };
        let reading = Reading { lines: vec![line(2), line(4)], unreadable: vec![bad], ..Reading::default() };
        (reading, vec![seen(Class::New), seen(Class::Known(BankLineId(uuid::Uuid::nil())))])
    }

    #[test]
    fn lines_stand_in_the_order_of_the_file_and_tabs_hold_their_own() {
        let (reading, seen) = reading();
        let numbers = |show, after| -> Vec<u32> {
            page_of(merged(&reading, &seen), show, after).0.iter().map(|l| l.line_no).collect()
        };
        assert_eq!(numbers(Show::All, 0), [2, 3, 4]);
        assert_eq!(numbers(Show::All, 2), [3, 4]);
        assert_eq!(
            (numbers(Show::New, 0), numbers(Show::Known, 0), numbers(Show::Unreadable, 0)),
            (vec![2], vec![4], vec![3])
        );
        assert_eq!(count(&seen, 1), Counts { new: 1, known: 1, twin: 0, unreadable: 1 });
    }
}
