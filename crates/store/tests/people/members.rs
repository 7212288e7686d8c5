//! Members: an owner changes and ends them, nobody else does, and somebody always owns the portfolio.

use domain::viewer::Member;
use domain::{Role, Viewer};
use store::Error;
use store::members::{self, Rights};
use store::testing::{TestHouse, as_viewer, fresh};
use store::{people, person_activity};

use crate::{as_owner, open};

async fn colleague(house: &mut TestHouse, ruth: &Member, role: Role) -> Member {
    let person = domain::id::PersonId(fresh());
    as_owner(
        house,
        &format!(
            "insert into person (id, name, email, password_hash, time_zone, created_at)
               values ('{person}', 'Nia', '{person}@example.com', 'x', 'UTC', now());
             insert into member (portfolio_id, person_id, role, name, email, created_at)
               values ('{}', '{person}', '{role}', 'Nia', '{person}@example.com', now())",
            ruth.portfolio
        ),
    )
    .await;
    Member { portfolio: ruth.portfolio, person, role, reach: None }
}

#[tokio::test]
async fn an_owner_changes_rights_and_the_session_closes() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let nia = colleague(&mut house, &ruth, Role::Manager).await;
    let lark = crate::home(&mut house, &ruth, "Lark Street").await;
    let elsewhere = house.portfolio("Elsewhere").await;
    let foreign = crate::home(&mut house, &elsewhere, "Elm Street").await;
    open(&house.db, nia.person, [1; 32]).await;
    let rights =
        |property| Rights { role: Role::Manager, properties: Some(vec![domain::id::PropertyId(property)]) };

    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    assert!(matches!(
        members::change(&mut tx, nia.person, rights(foreign.property)).await,
        Err(Error::Missing)
    ));
    drop(tx);
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    members::change(&mut tx, nia.person, rights(lark.property)).await.unwrap();
    assert_eq!(members::find(&mut tx, nia.person).await.unwrap().properties.unwrap().len(), 1);
    assert!(matches!(
        members::change(&mut tx, elsewhere.person, rights(lark.property)).await,
        Err(Error::Missing)
    ));
    tx.commit().await.unwrap();
    assert!(store::sessions::resolve(&house.db, &[1; 32]).await.unwrap().is_none());

    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    members::end(&mut tx, nia.person).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = house.db.enter(&Viewer::Person { person: nia.person }).await.unwrap();
    assert!(store::doors::mine(&mut tx).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_portfolio_keeps_an_owner_and_only_owners_decide() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let nia = colleague(&mut house, &ruth, Role::Manager).await;
    let bookkeeper = || Rights { role: Role::Bookkeeper, properties: None };

    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    assert!(matches!(members::end(&mut tx, ruth.person).await, Err(Error::Refused { .. })));
    assert!(matches!(members::change(&mut tx, ruth.person, bookkeeper()).await, Err(Error::Refused { .. })));
    drop(tx);
    let mut tx = house.db.enter(&as_viewer(&nia)).await.unwrap();
    assert!(
        members::change(&mut tx, nia.person, Rights { role: Role::Owner, properties: None }).await.is_err()
    );
    drop(tx);
    let mut tx = house.db.enter(&as_viewer(&nia)).await.unwrap();
    assert!(members::end(&mut tx, nia.person).await.is_err());
    drop(tx);
    let mut tx = house.db.enter(&as_viewer(&nia)).await.unwrap();
    let found = store::portfolio::find(&mut tx).await.unwrap();
    assert!(matches!(
        store::portfolio::change(&mut tx, found.version, &found.draft).await,
        Err(Error::Forbidden)
    ));
}

#[tokio::test]
async fn two_owners_cannot_leave_at_once() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let nia = colleague(&mut house, &ruth, Role::Owner).await;
    let end = async |who: &Member, whom: &Member| {
        let mut tx = house.db.enter(&as_viewer(who)).await?;
        members::end(&mut tx, whom.person).await?;
        tx.commit().await
    };
    let (one, other) = tokio::join!(end(&ruth, &ruth), end(&nia, &nia));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
}

#[tokio::test]
async fn the_people_tenants_call_are_changed_once_at_a_time() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    let found = store::portfolio::find(&mut tx).await.unwrap();
    let mut draft = found.draft.clone();
    draft.emergency_phone = Some("(555) 010-0199".to_string());
    store::portfolio::change(&mut tx, found.version, &draft).await.unwrap();
    let stale = store::portfolio::change(&mut tx, found.version, &draft).await;
    assert!(matches!(stale, Err(Error::Stale)));
}

#[tokio::test]
async fn a_person_renames_themselves_everywhere() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    store::people::change_profile(&mut tx, "Ruth C.", chrono_tz::America::Chicago, "dark").await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    assert_eq!(store::people::profile(&mut tx).await.unwrap().scheme, "dark");
    assert_eq!(members::find(&mut tx, ruth.person).await.unwrap().name, "Ruth C.");
    let mine = store::own_data::collect(&mut tx).await.unwrap();
    assert_eq!(mine["person"]["time_zone"], "America/Chicago");
    assert_eq!(mine["changes"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn what_somebody_changes_about_themselves_is_written_down_for_them_alone() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let nia = colleague(&mut house, &ruth, Role::Owner).await;
    let zone = chrono_tz::America::New_York;
    let request = fresh();
    let mut tx = house.db.during(request).enter(&as_viewer(&ruth)).await.unwrap();
    people::change_profile(&mut tx, "Owner of Calloway Homes", zone, "dark").await.unwrap();
    people::change_profile(&mut tx, "Ruth C.", zone, "dark").await.unwrap();
    people::change_profile(&mut tx, "Ruth C.", chrono_tz::America::Chicago, "light").await.unwrap();
    people::change_password(&mut tx, "new hash", &[1; 32]).await.unwrap();
    let told: Vec<String> =
        person_activity::list(&mut tx).await.unwrap().into_iter().map(|c| c.sentence).collect();
    tx.commit().await.unwrap();
    let expected = [
        "Changed the password.",
        "Changed the time zone from America/New York to America/Chicago.",
        "Changed the name from “Owner of Calloway Homes” to “Ruth C.”.",
    ];
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(expected.iter().all(|sentence| told.contains(&(*sentence).to_string())), "{told:?}");
    let requests: Vec<Option<uuid::Uuid>> = sqlx::query_scalar("select request_id from person_activity")
        .fetch_all(&mut house.owner)
        .await
        .unwrap();
    assert_eq!(requests, [Some(request); 3]);
    // Not even another owner reads it, whichever door they come through.
    for other in [as_viewer(&nia), Viewer::Person { person: nia.person }, Viewer::Public] {
        let mut tx = house.db.enter(&other).await.unwrap();
        assert!(person_activity::list(&mut tx).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn an_entry_names_the_request_that_made_it() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let (first, second) = (fresh(), fresh());
    for request in [first, second] {
        let mut tx = house.db.during(request).enter(&as_viewer(&ruth)).await.unwrap();
        let found = store::portfolio::find(&mut tx).await.unwrap();
        store::portfolio::change(&mut tx, found.version, &found.draft).await.unwrap();
        tx.commit().await.unwrap();
    }
    // Nor does the next one on the same connection bear it: here is no request at all.
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    let found = store::portfolio::find(&mut tx).await.unwrap();
    store::portfolio::change(&mut tx, found.version, &found.draft).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    let listing = store::activity::Listing { subject: None, after: None, limit: 10 };
    let entries = store::activity::list(&mut tx, listing).await.unwrap();
    let mut requests: Vec<_> = entries.iter().map(|e| e.request).collect();
    requests.sort();
    let mut expected = vec![None, Some(first), Some(second)];
    expected.sort();
    assert_eq!(requests, expected);
}
