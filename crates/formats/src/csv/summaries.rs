//! Balances and totals among the records, by their words in the languages of bank exports.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::dates;
use super::kinds::Kind;
use super::split::Table;
use super::wordlist::WordList;
use super::words::fold;

static OPENING: LazyLock<WordList> = LazyLock::new(|| {
    WordList::new(
        "opening balance|beginning balance|starting balance|start balance|previous balance| \
     balance brought forward|brought forward|balance b f|balance forward|initial balance| \
     anfangssaldo|anfangsbestand|alter kontostand|saldovortrag|saldo inicial|saldo anterior| \
     saldo iniziale|saldo precedente|solde initial|solde precedent|ancien solde| \
     saldo poczatkowe|pocatecni zustatek|ingaende saldo|inngaende saldo|beginsaldo| \
     nyitoegyenleg",
    )
});

static CLOSING: LazyLock<WordList> = LazyLock::new(|| {
    WordList::new(
        "closing balance|ending balance|end balance|final balance|statement balance| \
     balance carried forward|carried forward|balance c f|endsaldo|schlusssaldo| \
     neuer kontostand|saldo final|saldo finale|solde final|nouveau solde|saldo koncowe| \
     konecny zustatek|utgaende saldo|eindsaldo|zaroegyenleg",
    )
});

/// Words that are also names of shops: they count only when they are all that a record says.
static CLOSING_ALONE: LazyLock<WordList> = LazyLock::new(|| {
    WordList::new(
        "balance|new balance|current balance|available balance|ledger balance|saldo|kontostand| \
     solde",
    )
});

static TOTAL_ALONE: LazyLock<WordList> = LazyLock::new(|| {
    WordList::new(
        "total|totals|grand total|subtotal|sub total|sum|summe|gesamt|gesamtsumme|totaal|totale| \
     totali|totales|totaux|suma|celkem|razem|yhteensa|totalt|i alt|osszesen|toplam|net total| \
     total amount|end of statement|end of report|end of file",
    )
});

static TOTAL: LazyLock<WordList> = LazyLock::new(|| {
    WordList::new(
        "total debit|total credit|total deposit|total withdrawal|total payment|total purchase| \
     total fees|total transaction|total money|total paid|total in|total out|totals for| \
     number of transactions|transaction total|transactions total|summe soll|summe haben",
    )
});

/// Balances and totals give themselves away by their words. A shop may be called "New Balance" or "Total": such a
/// word counts only when date or amount is missing, or when nothing else is said.
pub(super) fn find(table: &Table<'_>, record: usize, whole: bool, today: NaiveDate) -> Option<Kind> {
    let words = (0..table.width(record)).map(|c| table.cell(record, c)).filter(|cell| {
        cell.len() <= 200 && cell.contains(char::is_alphabetic) && !dates::is_date(cell, today)
    });
    for (i, cell) in words.take(4).enumerate() {
        let folded = fold(&cell);
        let begins = |list: &WordList| list.after(&folded).is_some_and(|rest| is_remark(rest, whole));
        if begins(&OPENING) {
            return Some(Kind::Opening);
        }
        if begins(&CLOSING) || (CLOSING_ALONE.has(&folded) && i == 0 && !whole) {
            return Some(Kind::Closing);
        }
        if (TOTAL_ALONE.has(&folded) || begins(&TOTAL)) && i == 0 && !whole {
            return Some(Kind::Total);
        }
    }
    None
}

/// What may follow the words of a balance: nothing, a day, an account. In a full line nothing else may.
fn is_remark(rest: &str, whole: bool) -> bool {
    let rest = rest.trim_start();
    let first = rest.split(' ').next().unwrap_or("");
    rest.is_empty()
        || !whole
        || first.starts_with(|c: char| c.is_ascii_digit())
        || ["as", "on", "at", "of", "for", "vom", "per", "am", "zum", "au", "al", "du", "del", "from", "op"]
            .contains(&first)
}
