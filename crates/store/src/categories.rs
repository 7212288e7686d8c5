//! What money can be for in this portfolio: the starter set, and what was added to it.

use std::collections::HashMap;

use domain::CategoryKind;
use uuid::Uuid;

use crate::activity::{Entry, record};
use crate::{Error, Result, Tx};

/// A category as a portfolio has it.
#[derive(Clone, Debug)]
pub struct CategoryRow {
    /// Its key, a short word.
    pub code: String,
    /// As pages show it.
    pub name: String,
    /// How it enters the books.
    pub kind: CategoryKind,
    /// Line of Schedule E, where it has one.
    pub tax_line: Option<u8>,
    /// Put away: kept for the books, out of the lists.
    pub archived: bool,
}

/// Categories in the order of the form; those put away only when asked for.
///
/// # Errors
/// [`Error::Database`] only.
pub async fn list(tx: &mut Tx, with_archived: bool) -> Result<Vec<CategoryRow>> {
    let rows = sqlx::query!(
        "select code, name, kind, tax_line, archived_at from category
         where portfolio_id = app.portfolio_id() and ($1 or archived_at is null) order by sort, lower(name), code",
        with_archived
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|r| {
            Some(CategoryRow {
                kind: CategoryKind::from_word(&r.kind)?,
                code: r.code,
                name: r.name,
                tax_line: r.tax_line.and_then(|l| u8::try_from(l).ok()),
                archived: r.archived_at.is_some(),
            })
        })
        .collect())
}

/// Adds a category; its code is made of its name.
///
/// # Errors
/// [`Error::Refused`] when the name leaves no code, one of this code is there, or the line does not fit the kind;
/// [`Error::Missing`] when the viewer may not add any.
pub async fn add(tx: &mut Tx, name: &str, kind: CategoryKind, tax_line: Option<u8>) -> Result<String> {
    let code = slug(name);
    if code.is_empty() {
        return Err(Error::refused("name", "Write a name with letters, like “Snow removal”."));
    }
    let fits = match (kind, tax_line) {
        (CategoryKind::Income, Some(line)) => line == 3,
        (CategoryKind::Expense, Some(line)) => (5..=19).contains(&line),
        (_, line) => line.is_none(),
    };
    if !fits {
        return Err(Error::refused(
            "tax_line",
            "This line of the form is not for this kind of money. Choose another.",
        ));
    }
    let portfolio = tx.portfolio()?.0;
    sqlx::query!(
        "insert into category (portfolio_id, code, name, kind, tax_line) values ($1, $2, $3, $4, $5)",
        portfolio,
        code,
        name,
        kind.word(),
        tax_line.map(i16::from)
    )
    .execute(tx.conn())
    .await
    .map_err(|e| {
        Error::from(e).explain(
            "category_pkey",
            "name",
            "There is a category with nearly this name. Use it, or choose another.",
        )
    })?;
    record(tx, Entry::new("category.add", Uuid::nil(), format!("Added the category {name}."))).await?;
    Ok(code)
}

/// Renames a category. Books and rules keep it by its code.
///
/// # Errors
/// [`Error::Missing`] when it is not there or the viewer may not change it.
pub async fn rename(tx: &mut Tx, code: &str, name: &str) -> Result<()> {
    let done = sqlx::query!(
        "update category set name = $2 where portfolio_id = app.portfolio_id() and code = $1",
        code,
        name
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Missing);
    }
    record(tx, Entry::new("category.rename", Uuid::nil(), format!("Renamed a category to {name}."))).await?;
    Ok(())
}

/// Puts a category away, so that nothing new is booked on it, or brings it back.
///
/// # Errors
/// [`Error::Missing`] when it is not there or the viewer may not change it.
pub async fn put_away(tx: &mut Tx, code: &str, away: bool) -> Result<()> {
    let at = away.then(|| tx.now());
    let name = sqlx::query_scalar!(
        "update category set archived_at = $2 where portfolio_id = app.portfolio_id() and code = $1 returning name",
        code,
        at
    )
    .fetch_one(tx.conn())
    .await?;
    let (kind, verb) =
        if away { ("category.put_away", "Put away") } else { ("category.bring_back", "Brought back") };
    record(tx, Entry::new(kind, Uuid::nil(), format!("{verb} the category {name}."))).await?;
    Ok(())
}

/// Kinds of the categories in use, by code: what booking needs to know.
pub(crate) async fn kinds(tx: &mut Tx) -> Result<HashMap<String, CategoryKind>> {
    let rows = sqlx::query!(
        "select code, kind from category where portfolio_id = app.portfolio_id() and archived_at is null"
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().filter_map(|r| Some((r.code, CategoryKind::from_word(&r.kind)?))).collect())
}

/// `Snow removal` as `snow-removal`, at most 40 letters.
fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.to_lowercase().chars().filter(|c| c.is_ascii()) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(40);
    out.trim_end_matches('-').to_string()
}
