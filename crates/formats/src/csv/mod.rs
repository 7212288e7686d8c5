//! Delimited text: CSV and its relatives, as banks of many countries export them.
//!
//! The steps, each in its file: decode ([`crate::text`]), choose the delimiter ([`dialect`]), split ([`split`]),
//! find heading and columns ([`layout`], [`columns`], with [`words`] and [`vocabulary`]), scan the cells ([`lines`],
//! with [`dates`] and [`amounts`]), set balances, totals and cancelled rows aside ([`kinds`] and [`summaries`]), weigh what is open
//! ([`choose`], with [`balance`], [`signs`], [`clues`] and [`banks`]), and carry one reading out ([`build`]) or ask
//! ([`ask`]).

mod amounts;
mod ask;
mod balance;
mod banks;
mod build;
mod choose;
mod clues;
mod columns;
mod currencies;
mod dates;
mod dialect;
mod flags;
mod kinds;
mod layout;
mod lines;
mod months;
mod signs;
mod split;
mod summaries;
mod vocabulary;
mod wordlist;
mod words;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::question::{Answer, HeaderKey};
use crate::{Outcome, refuse, text};
use layout::Layout;
use split::Table;
use words::Role;

/// Reads delimited text.
pub(crate) fn read(bytes: &[u8], today: NaiveDate, answer: Option<&Answer>) -> Outcome {
    let decoded = text::decode(bytes, None, words::known_in);
    let refused = || Outcome::Refused(refuse::no_dated_amounts());
    let visible = text::Visible::of(&decoded.text);
    let Some(dialect) = dialect::find(visible.text(), today) else { return refused() };
    let limit = crate::MAX_ROWS + 1_000;
    let table = Table::split(visible.text(), dialect.from, dialect.delimiter, Some(dialect.width), limit);
    if table.records.len() > crate::MAX_ROWS {
        return Outcome::Refused(refuse::too_many_rows());
    }
    let Some(layout) = layout::find(&table, today) else { return refused() };
    if is_trades(&layout) {
        return Outcome::Refused(refuse::trades());
    }
    let source = build::Source {
        table: &table,
        visible: &visible,
        layout: &layout,
        key: key(&table, &layout),
        encoding: decoded.encoding,
        today,
    };
    let open = choose::readings(&table, &layout, today, answer);
    let statement = match open.readings.as_slice() {
        [] => return refused(),
        [one] => build::statement(&source, &open.plans[one.plan], *one),
        _ => return Outcome::Question(ask::question(&source, &open, answer)),
    };
    if statement.rows.is_empty() && layout.header.is_none() {
        return refused();
    }
    Outcome::Read(statement)
}

/// Two or more headings of a list of trades.
fn is_trades(layout: &Layout) -> bool {
    layout.columns.iter().filter(|c| c.role() == Some(Role::Trade)).count() >= 2
}

/// Names the layout by its headings, or without headings by the kinds of its columns.
fn key(table: &Table<'_>, layout: &Layout) -> HeaderKey {
    let mut hash = Sha256::new();
    hash.update([table.delimiter]);
    for column in &layout.columns {
        let name = match layout.header {
            Some(_) => words::fold(&column.heading),
            None if column.is_dates() => "date".to_owned(),
            None if column.is_amounts() => "amount".to_owned(),
            None => "text".to_owned(),
        };
        hash.update(name.as_bytes());
        hash.update([0]);
    }
    let digest = hash.finalize();
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    HeaderKey(format!("csv:{hex}"))
}
