//! What somebody wants to be told, how, and when not.

use domain::notification::{NotificationKind, Quiet};

use crate::{Error, Result, Tx};

/// How somebody wants one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Which.
    pub kind: NotificationKind,
    /// On their pages.
    pub on_pages: bool,
    /// By mail.
    pub by_mail: bool,
}

/// All of somebody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wishes {
    /// One for each kind, in the order of [`NotificationKind::ALL`].
    pub kinds: Vec<Wish>,
    /// When no mail goes out.
    pub quiet: Quiet,
}

/// The viewer's own; two statements.
///
/// # Errors
/// [`Error::Forbidden`] for viewers who are nobody.
pub async fn wishes(tx: &mut Tx) -> Result<Wishes> {
    let person = tx.viewer().person().ok_or(Error::Forbidden)?;
    let rows = sqlx::query!(
        "select kind, on_pages, by_mail from notification_wish where portfolio_id = app.portfolio_id() and person_id = $1",
        person.0
    )
    .fetch_all(tx.conn())
    .await?;
    let quiet = sqlx::query!(
        "select from_minute, until_minute from notification_quiet where portfolio_id = app.portfolio_id() and person_id = $1",
        person.0
    )
    .fetch_optional(tx.conn())
    .await?;
    let minute = |n: i16| u16::try_from(n).unwrap_or_default();
    let kinds = NotificationKind::ALL.into_iter().map(|kind| {
        let row = rows.iter().find(|r| r.kind == kind.word());
        Wish { kind, on_pages: row.is_none_or(|r| r.on_pages), by_mail: row.is_none_or(|r| r.by_mail) }
    });
    Ok(Wishes {
        kinds: kinds.collect(),
        quiet: quiet.map_or_else(Quiet::default, |q| Quiet {
            from_minute: minute(q.from_minute),
            until_minute: minute(q.until_minute),
        }),
    })
}

/// Changes the viewer's own.
///
/// # Errors
/// [`Error::Looking`] for a landlord who looks through a tenant's eyes.
pub async fn change_wishes(tx: &mut Tx, wishes: &Wishes) -> Result<()> {
    let (person, portfolio) = (tx.viewer().person().ok_or(Error::Looking)?, tx.portfolio()?);
    let kinds: Vec<String> = wishes.kinds.iter().map(|w| w.kind.word().to_string()).collect();
    let pages: Vec<bool> = wishes.kinds.iter().map(|w| w.on_pages).collect();
    let mail: Vec<bool> = wishes.kinds.iter().map(|w| w.by_mail).collect();
    sqlx::query!(
        "insert into notification_wish (portfolio_id, person_id, kind, on_pages, by_mail)
         select $1, $2, k.kind, k.on_pages, k.by_mail from unnest($3::text[], $4::bool[], $5::bool[]) as k (kind, on_pages, by_mail)
         on conflict (portfolio_id, person_id, kind) do update set on_pages = excluded.on_pages, by_mail = excluded.by_mail",
        portfolio.0,
        person.0,
        &kinds,
        &pages,
        &mail
    )
    .execute(tx.conn())
    .await?;
    let minute = |n: u16| i16::try_from(n).unwrap_or_default();
    sqlx::query!(
        "insert into notification_quiet (portfolio_id, person_id, from_minute, until_minute) values ($1, $2, $3, $4)
         on conflict (portfolio_id, person_id) do update set from_minute = excluded.from_minute, until_minute = excluded.until_minute",
        portfolio.0,
        person.0,
        minute(wishes.quiet.from_minute),
        minute(wishes.quiet.until_minute)
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
