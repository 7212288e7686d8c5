//! The portfolio to look around in: made of the product's own use-cases, from what `domain::demo` imagines for today.
//! It stands beside the owner's own portfolio, nothing in it leaves the machine, and one click removes it.

mod books;
mod homes;
mod remove;
mod repairs;

use axum::Router;
use axum::routing::get;
use chrono_tz::Tz;
use domain::demo::PORTFOLIO;
use domain::id::PortfolioId;

use domain::viewer::Member;
use domain::{Role, Viewer};
use store::portfolio::PortfolioDraft;
use store::{Db, portfolio, setup};

use crate::House;
use crate::kernel::Failure;

/// The page that removes the demo.
pub fn routes() -> Router<House> {
    Router::new().route("/settings/demo", get(remove::ask).post(remove::remove))
}

/// Makes the demo for somebody who owns the portfolio they stand in. Takes a second or two.
///
/// # Errors
/// [`Failure::Missing`] for those who own nothing; [`Failure::Broken`] when the database does not answer.
pub async fn found(db: &Db, owner: &Member, zone: Tz) -> Result<PortfolioId, Failure> {
    let mut tx = db.enter(&Viewer::Member(owner.clone())).await?;
    let id = setup::found_portfolio(&mut tx, PORTFOLIO, zone, true).await?;
    let today = tx.now().with_timezone(&zone).date_naive();
    tx.commit().await?;

    let member = Member { portfolio: id, person: owner.person, role: Role::Owner, reach: None };
    let there = Viewer::Member(member.clone());
    let mut tx = db.enter(&there).await?;
    let before = portfolio::find(&mut tx).await?;
    portfolio::change(&mut tx, before.version, &contacts(&before.draft)).await?;
    let properties = homes::furnish(&mut tx, today).await?;
    tx.commit().await?;

    let mut tx = db.enter(&there).await?;
    books::keep(&mut tx, today, &properties).await?;
    tx.commit().await?;
    repairs::tell(db, &member, today).await?;
    Ok(id)
}

fn contacts(draft: &PortfolioDraft) -> PortfolioDraft {
    PortfolioDraft {
        contact_name: Some("Ruth Calloway".into()),
        contact_phone: Some("614-555-0140".into()),
        contact_email: Some("ruth.calloway@example.com".into()),
        emergency_phone: Some("614-555-0142".into()),
        ..draft.clone()
    }
}
