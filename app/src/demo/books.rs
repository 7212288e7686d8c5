//! Bank lines of the demo: one file an account, imported as any other, then decided as Ruth would have.

use std::collections::HashMap;
use std::fmt::Write as _;

use chrono::NaiveDate;
use domain::Cents;
use domain::bank::{AccountDraft, BankKind, NewLine};
use domain::demo::{self, ACCOUNTS, DemoLine, What};
use domain::id::{BankAccountId, PropertyId};
use domain::rules::{Direction, RuleDraft};
use store::imports::{self, Batch, NewImport, Reading};
use store::lines::{self, Filter, LineState};
use store::review::{self, Split};
use store::{Result, Tx, accounts, rules};

/// Lines taken from the list at once; the demo has a few hundred.
const LINES_MAX: i64 = 5_000;

/// Imports a file for each account and books what is decided.
pub async fn keep(
    tx: &mut Tx,
    today: NaiveDate,
    properties: &HashMap<&'static str, PropertyId>,
) -> Result<()> {
    let all = demo::lines(today);
    let first = all.first().map_or(today, |l| l.day);
    for rule in habits(properties) {
        rules::add(tx, &rule).await?;
    }
    for (at, account) in ACCOUNTS.iter().enumerate() {
        let id = accounts::add(tx, &account_draft(account, first)).await?;
        let of_it: Vec<&DemoLine> = all.iter().filter(|l| l.account == at).collect();
        import(tx, id, &format!("{}-{}.csv", slug(account.name), account.last_four), &of_it).await?;
        decide(tx, id, &of_it, properties).await?;
        if let Some(again) = shown_again(&of_it) {
            let name = format!("{}-{}-newest.csv", slug(account.name), account.last_four);
            import(tx, id, &name, &[&again]).await?;
        }
    }
    Ok(())
}

/// A purchase that waits, as a second file shows it: a day earlier and in other words. Is it the same money?
fn shown_again(of_it: &[&DemoLine]) -> Option<DemoLine> {
    let line = of_it.iter().rev().find(|l| l.what == What::Open && l.text.starts_with("LOWE'S"))?;
    let day = line.day.pred_opt()?;
    Some(DemoLine { day, text: "LOWES #01123 COLUMBUS".into(), ..(*line).clone() })
}

fn account_draft(account: &demo::DemoAccount, first: NaiveDate) -> AccountDraft {
    AccountDraft {
        name: account.name.into(),
        kind: account.kind.parse().unwrap_or(BankKind::Checking),
        last_four: Some(account.last_four.into()),
        property: None,
        opening: account.opening,
        opening_on: first.pred_opt(),
    }
}

fn slug(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

async fn import(tx: &mut Tx, account: BankAccountId, name: &str, of_it: &[&DemoLine]) -> Result<()> {
    let (bytes, lines) = file(of_it);
    let rows = lines.len();
    let new = NewImport { account, file_name: name.into(), bytes };
    let reading = Reading::Preview { format: "CSV".into(), header: None, answer: None, rows };
    let id = imports::add(tx, &new, &reading).await?;
    imports::commit(tx, id, &Batch { lines, ..Batch::default() }, |_| {}).await?;
    Ok(())
}

/// The file as the bank would have written it, and its rows as a reader would have read them.
fn file(of_it: &[&DemoLine]) -> (Vec<u8>, Vec<NewLine>) {
    let mut text = String::from("Date,Description,Amount\r\n");
    let mut lines = Vec::with_capacity(of_it.len());
    for (line_no, line) in (2..).zip(of_it) {
        let raw = format!("{},\"{}\",{}", line.day.format("%m/%d/%Y"), line.text, line.amount.plain());
        let _ = write!(text, "{raw}\r\n");
        lines.push(NewLine {
            line_no,
            raw,
            posted_on: line.day,
            amount: line.amount,
            description: line.text.clone(),
            payee: None,
            memo: None,
            source_id: None,
            balance: None,
        });
    }
    (text.into_bytes(), lines)
}

async fn decide(
    tx: &mut Tx,
    account: BankAccountId,
    of_it: &[&DemoLine],
    properties: &HashMap<&'static str, PropertyId>,
) -> Result<()> {
    let what: HashMap<(NaiveDate, Cents, &str), What> =
        of_it.iter().map(|l| ((l.day, l.amount, l.text.as_str()), l.what)).collect();
    let open = Filter { account: Some(account), state: Some(LineState::Open), ..Filter::default() };
    let waiting = lines::list(tx, &open, None, LINES_MAX).await?;
    for line in &waiting {
        let Some(What::For(code, property)) =
            what.get(&(line.posted_on, line.amount, line.description.as_str()))
        else {
            continue;
        };
        let property = property.and_then(|key| properties.get(key)).copied();
        let whole =
            Split { category: (*code).into(), property, amount: line.amount, period: None, note: None };
        review::book(tx, line.id, line.version, &[whole]).await?;
    }
    Ok(())
}

/// Rules Ruth has made. None is sure enough to book by itself, so that the review has something to show.
fn habits(properties: &HashMap<&'static str, PropertyId>) -> Vec<RuleDraft> {
    let habit = |name: &str, pattern: &str, category: &str, property: &str| RuleDraft {
        name: name.into(),
        pattern: pattern.into(),
        direction: Direction::Out,
        account: None,
        least: None,
        most: None,
        category: category.into(),
        property: properties.get(property).copied(),
        priority: 50,
        confidence: 92,
    };
    vec![
        habit("Kessler is Repairs", "KESSLER HTG CLG", "repairs", "birch"),
        habit("Greenleaf at Birch is Cleaning", "GREENLEAF LAWN SERVICE", "cleaning", "birch"),
        habit("AEP is Utilities", "AEP OHIO", "utilities", "birch"),
    ]
}
