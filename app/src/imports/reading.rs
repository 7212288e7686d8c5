//! From a statement file as it was read to lines that can be kept: one account, posted rows only, in dollars and cents.
//! Whatever is left behind is said in words; nothing goes missing in silence.

use chrono::NaiveDate;
use domain::Cents;
use domain::bank::{NewLine, Unreadable};
use formats::{Row, Statement};

/// What a file holds for one account.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Rows that can be kept, in the order of the file.
    pub lines: Vec<NewLine>,
    /// Rows that a person has to look at.
    pub unreadable: Vec<Unreadable>,
    /// Sentences about what was left out and why.
    pub notes: Vec<String>,
    /// What the account held after the last row, and on which day, where the file says so.
    pub stated: Option<(Cents, NaiveDate)>,
}

/// Takes the rows of `account`, as the file names it, or all of them when the file tells no accounts apart.
///
/// Rows in another currency than `currency` become unreadable with that reason. Pending rows are left out: the bank shows
/// them again, with their final amount, once they are posted.
pub fn of_account(mut statement: Statement, account: Option<&str>, currency: &str) -> Reading {
    let mut reading = Reading {
        notes: std::mem::take(&mut statement.notes),
        stated: stated(&statement, account),
        ..Reading::default()
    };
    let mut pending = 0_i64;
    // Row by row: a large file is not held twice.
    for row in std::mem::take(&mut statement.rows) {
        if account.is_some() && row.account.as_deref() != account {
            continue;
        }
        match row.currency.as_deref().or(statement.currency.as_deref()) {
            _ if row.pending => pending += 1,
            Some(other) if !other.eq_ignore_ascii_case(currency) => {
                let reason = format!("This line is in {other}, and the account is kept in {currency}.");
                reading.unreadable.push(Unreadable { line_no: row.line, raw: storable(row.raw), reason });
            }
            _ => reading.lines.push(line(row)),
        }
    }
    reading.unreadable.extend(statement.unreadable.into_iter().map(|u| Unreadable {
        line_no: u.line,
        raw: storable(u.raw),
        reason: storable(u.reason),
    }));
    reading.unreadable.sort_by_key(|u| u.line_no);
    if pending > 0 {
        let lines = crate::ui::words::things(pending, "pending line was", "pending lines were");
        reading.notes.push(format!("{lines} left out; the bank shows them again once they are posted."));
    }
    if !statement.left_out.is_empty() {
        let count = i64::try_from(statement.left_out.len()).unwrap_or(i64::MAX);
        let lines = crate::ui::words::things(count, "line is", "lines are");
        reading.notes.push(format!("{lines} no bank line: totals, balances, cancelled payments."));
    }
    reading
}

fn line(row: Row) -> NewLine {
    let check =
        row.check_number.filter(|n| !row.description.contains(n.as_str())).map(|n| format!("Check {n}"));
    let (description, memo) = match (row.description, check) {
        (text, Some(check)) if text.trim().is_empty() => (check, row.memo),
        (text, check) => (text, joined(row.memo.as_deref(), check.as_deref())),
    };
    NewLine {
        line_no: row.line,
        raw: storable(row.raw),
        posted_on: row.date,
        amount: row.amount_cents,
        description: storable(description),
        payee: row.payee.map(storable),
        memo: memo.map(storable),
        source_id: row.source_id.map(storable),
        balance: row.balance.and_then(formats::cents),
    }
}

/// The text with a visible sign for each NUL, which no Postgres text can hold. The kept file has it as it came.
fn storable(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\u{2400}") } else { text }
}

fn joined(memo: Option<&str>, check: Option<&str>) -> Option<String> {
    match (memo, check) {
        (Some(memo), Some(check)) => Some(format!("{memo} {check}")),
        (one, other) => one.or(other).map(str::to_string),
    }
}

fn stated(statement: &Statement, account: Option<&str>) -> Option<(Cents, NaiveDate)> {
    let mut named = statement.accounts.iter().filter(|a| account.is_none_or(|id| a.id == id));
    // The balance of a file with several accounts is of none of them.
    let of_file = if account.is_none() { statement.closing } else { None };
    let balance = named.find_map(|a| a.balance).or(of_file)?;
    let last = statement.span().map(|(_, last)| last);
    Some((formats::cents(balance.amount)?, balance.date.or(last)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Statement {
        let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        match formats::read("x.csv", text.as_bytes(), today, None) {
            formats::Outcome::Read(statement) => statement,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn only_posted_lines_in_our_currency_are_kept_and_the_rest_is_told() {
        let statement = read(
            "Date,Description,Amount,Currency,Status\n2026-11-01,Kessler Heating,-95.00,USD,Posted\n\
             2026-11-02,Hotel Adler,-80.00,EUR,Posted\n2026-11-19,Home Depot,-12.00,USD,Pending\n",
        );
        let reading = of_account(statement, None, "USD");
        assert_eq!(reading.lines.len(), 1);
        assert_eq!((reading.lines[0].amount, reading.lines[0].line_no), (Cents(-9_500), 2));
        assert_eq!(reading.unreadable.len(), 1);
        assert!(reading.unreadable[0].reason.contains("EUR"));
        assert!(
            reading.notes.iter().any(|n| n.contains("1 pending line was left out")),
            "{:?}",
            reading.notes
        );
    }
}
