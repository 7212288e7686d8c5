//! What a data record is: a bank line, a balance, a total, a cancelled payment, or nothing.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::layout::Layout;
use super::split::Table;
use super::wordlist::WordList;
use super::words::fold;
use super::{amounts, dates, summaries};
use crate::question::{Columns, Money};

/// Kind of a record behind the heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Line {
        pending: bool,
    },
    Opening,
    Closing,
    Total,
    Cancelled,
    /// The heading again, or text without any date or amount.
    Text,
}

static CANCELLED: LazyLock<WordList> = LazyLock::new(|| {
    WordList::new(
        "cancelled|canceled|declined|failed|failure|void|voided|rejected|reverted|denied|expired| \
     storniert|abgelehnt|annule|annulee|refuse|refusee|anulado|cancelado|rechazado|annullato| \
     odrzucona|odrzucone|anulowana|zamitnuto|zamitnuta|zruseno|zrusena|avbruten|avvist| \
     geannuleerd",
    )
});

static PENDING: LazyLock<WordList> = LazyLock::new(|| {
    WordList::new(
        "pending|processing|authorized|authorised|authorization|in progress|on hold|held|scheduled| \
     uncompleted|vorgemerkt|umsatz vorgemerkt|offen|in bearbeitung|en attente|en cours|a venir| \
     pendiente|in attesa|non contabilizzato|pendente|oczekujaca|oczekujace|ceka na zpracovani| \
     blokace|reserverad|reservert|reserveret|in behandeling|gereserveerd",
    )
});

/// The kind of a record under a mapping.
pub(super) fn kind(
    table: &Table<'_>,
    layout: &Layout,
    columns: &Columns,
    record: usize,
    today: NaiveDate,
) -> Kind {
    if layout.header.is_some_and(|h| repeats(table, h, record)) {
        return Kind::Text;
    }
    let has_date = columns.dates.iter().any(|c| dates::is_date(&table.cell(record, *c), today));
    let has_amount = money_columns(columns).any(|c| amounts::is_amount(&table.cell(record, c)));
    let any = |cs: &[usize]| cs.iter().any(|c| !table.cell(record, *c).is_empty());
    let said = columns.dates.iter().copied().chain(money_columns(columns)).collect::<Vec<_>>();
    if let Some(kind) = summaries::find(table, record, has_date && has_amount, today) {
        return kind;
    }
    if !any(&said) {
        return Kind::Text;
    }
    if is_cancelled(table, columns, record) {
        return Kind::Cancelled;
    }
    Kind::Line { pending: is_pending(table, columns, record) }
}

/// The opening or closing balance that a record states, and the number in it.
pub(super) fn stated_balance<'t>(
    table: &Table<'t>,
    columns: &Columns,
    record: usize,
) -> Option<std::borrow::Cow<'t, str>> {
    let first = columns.balance.into_iter().chain(money_columns(columns));
    let mut cells = first.chain(0..table.width(record)).map(|c| table.cell(record, c));
    cells.find(|cell| amounts::is_amount(cell))
}

pub(super) fn money_columns(columns: &Columns) -> impl Iterator<Item = usize> + use<> {
    match columns.money {
        Money::One(c) => [Some(c), None],
        Money::Two { debit, credit } => [Some(debit), Some(credit)],
    }
    .into_iter()
    .flatten()
}

fn repeats(table: &Table<'_>, header: usize, record: usize) -> bool {
    let same = |c: usize| table.cell(header, c) == table.cell(record, c);
    table.width(header) == table.width(record) && (0..table.width(header)).all(same)
}

fn is_cancelled(table: &Table<'_>, columns: &Columns, record: usize) -> bool {
    let status = columns.status.is_some_and(|c| CANCELLED.has(&fold(&table.cell(record, c))));
    let marked = columns.cancelled.is_some_and(|c| {
        let cell = fold(&table.cell(record, c));
        !cell.is_empty()
            && !["no", "n", "false", "0", "nein", "non", "ne", "nie", "nee", "nej"].contains(&cell.as_str())
    });
    status || marked
}

fn is_pending(table: &Table<'_>, columns: &Columns, record: usize) -> bool {
    let flagged = columns.pending.is_some_and(|c| {
        ["true", "yes", "y", "1", "pending", "x"].contains(&fold(&table.cell(record, c)).as_str())
    });
    let told =
        columns.status.into_iter().chain(columns.dates.iter().copied()).chain(columns.texts.iter().copied());
    flagged
        || told.into_iter().any(|c| {
            let cell = table.cell(record, c);
            cell.len() <= 40 && cell.starts_with(char::is_alphabetic) && PENDING.has(&fold(&cell))
        })
}
