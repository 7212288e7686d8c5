//! Sessions: what a session may reach, whom a tenant knows, and that nobody touches somebody else's.

use chrono::Duration;
use domain::Viewer;
use domain::id::TenantId;
use store::doors::{Door, Turn};
use store::sessions;
use store::testing::{TestHouse, as_viewer, fresh, noon};
use store::{Db, Error, own_data};

use crate::{as_owner, home, lives, open, tenant};

async fn turn(db: &Db, to: Turn) -> Result<(), Error> {
    let mut tx = db.enter(&Viewer::Public).await.unwrap();
    store::doors::turn(&mut tx, to).await?;
    tx.commit().await
}

#[tokio::test]
async fn a_tenant_knows_whom_they_lived_with_and_nobody_who_came_after() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let lark = home(&mut house, &ruth, "Lark Street").await;
    let other = home(&mut house, &ruth, "Elm Street").await;
    let (dana, dana_signs_in) = tenant(&mut house, &ruth, "Dana").await;
    let (mia, _) = tenant(&mut house, &ruth, "Mia").await;
    let (former, former_signs_in) = tenant(&mut house, &ruth, "Former").await;
    let (neighbor, _) = tenant(&mut house, &ruth, "Neighbor").await;
    lives(&mut house, ruth.portfolio, &lark, former, "2024-01-01", Some("2024-12-31")).await;
    lives(&mut house, ruth.portfolio, &lark, mia, "2024-12-31", None).await;
    lives(&mut house, ruth.portfolio, &lark, dana, "2025-01-01", None).await;
    lives(&mut house, ruth.portfolio, &other, neighbor, "2024-01-01", None).await;
    open(&house.db, dana_signs_in, [1; 32]).await;
    open(&house.db, former_signs_in, [2; 32]).await;

    let seen = sessions::resolve(&house.db, &[1; 32]).await.unwrap().unwrap();
    let Viewer::Tenant(view) = seen.viewer else { panic!("a tenant stands at the tenant's door") };
    assert_eq!(sorted(view.household), sorted(vec![dana, mia]), "who left before knows nobody later");
    assert_eq!((view.leases.len(), view.units.len(), view.properties.len()), (1, 1, 1));
    assert_eq!(view.person, Some(dana_signs_in));
    let place = seen.place.unwrap();
    assert_eq!((place.name.as_str(), place.viewing_as.is_none()), ("Calloway Homes", true));

    // One shared day is enough to have lived together.
    let seen = sessions::resolve(&house.db, &[2; 32]).await.unwrap().unwrap();
    let Viewer::Tenant(view) = seen.viewer else { panic!("a tenant stands at the tenant's door") };
    assert_eq!(sorted(view.household), sorted(vec![former, mia]));
}

fn sorted(mut ids: Vec<TenantId>) -> Vec<TenantId> {
    ids.sort();
    ids
}

#[tokio::test]
async fn a_session_ends_when_idle_and_lives_while_used() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    open(&house.db, ruth.person, [1; 32]).await;
    let mut db = house.db.clone();
    for minutes in [29, 58, 87] {
        db = house.at(noon() + Duration::minutes(minutes)).await;
        let seen = sessions::resolve(&db, &[1; 32]).await.unwrap().expect("used within half an hour");
        assert!(matches!(seen.viewer, Viewer::Member(_)));
    }
    drop(db);
    let late = house.at(noon() + Duration::minutes(87 + 30)).await;
    assert!(sessions::resolve(&late, &[1; 32]).await.unwrap().is_none());
    assert!(sessions::resolve(&house.db, &[9; 32]).await.unwrap().is_none());
}

#[tokio::test]
async fn the_id_changes_with_the_door_and_only_own_doors_open() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let elsewhere = house.portfolio("Elsewhere").await;
    let lark = home(&mut house, &ruth, "Lark Street").await;
    let (dana, dana_signs_in) = tenant(&mut house, &ruth, "Dana").await;
    lives(&mut house, ruth.portfolio, &lark, dana, "2025-01-01", None).await;
    open(&house.db, ruth.person, [1; 32]).await;
    let to =
        |portfolio, door, view_as| Turn { old_hash: [1; 32], new_hash: [2; 32], portfolio, door, view_as };

    let foreign = turn(&house.db, to(elsewhere.portfolio, Door::Landlord, None)).await;
    assert!(matches!(foreign, Err(Error::Missing)));
    let wrong_door = turn(&house.db, to(ruth.portfolio, Door::Tenant, None)).await;
    assert!(matches!(wrong_door, Err(Error::Missing)));
    let nobody = turn(&house.db, to(ruth.portfolio, Door::Landlord, Some(TenantId(fresh())))).await;
    assert!(matches!(nobody, Err(Error::Missing)));

    turn(&house.db, to(ruth.portfolio, Door::Landlord, Some(dana))).await.unwrap();
    assert!(sessions::resolve(&house.db, &[1; 32]).await.unwrap().is_none(), "the old id is worth nothing");
    let seen = sessions::resolve(&house.db, &[2; 32]).await.unwrap().unwrap();
    assert_eq!(seen.place.unwrap().viewing_as, Some((dana, "Dana".to_string())));
    let mut tx = house.db.enter(&seen.viewer).await.unwrap();
    assert_eq!(own_data::contact(&mut tx).await.unwrap().name, "Dana");
    assert!(matches!(own_data::change_phone(&mut tx, Some("1")).await, Err(Error::Looking)));
    drop(tx);

    // A tenant looks through nobody's eyes.
    open(&house.db, dana_signs_in, [5; 32]).await;
    let (portfolio, door, view_as) = (ruth.portfolio, Door::Tenant, Some(dana));
    let to = Turn { old_hash: [5; 32], new_hash: [6; 32], portfolio, door, view_as };
    assert!(matches!(turn(&house.db, to).await, Err(Error::Missing)));
}

#[tokio::test]
async fn a_tenant_sees_and_changes_what_is_their_own() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let lark = home(&mut house, &ruth, "Lark Street").await;
    let (dana, dana_signs_in) = tenant(&mut house, &ruth, "Dana").await;
    let (mia, _) = tenant(&mut house, &ruth, "Mia").await;
    lives(&mut house, ruth.portfolio, &lark, dana, "2025-01-01", None).await;
    lives(&mut house, ruth.portfolio, &lark, mia, "2025-01-01", None).await;
    for who in [dana, mia] {
        let values = format!("'{}', '{who}', '555'", ruth.portfolio);
        let sql = format!("insert into tenant_contact (portfolio_id, tenant_id, phone) values ({values})");
        as_owner(&mut house, &sql).await;
    }
    open(&house.db, dana_signs_in, [1; 32]).await;
    let seen = sessions::resolve(&house.db, &[1; 32]).await.unwrap().unwrap();
    let mut tx = house.db.enter(&seen.viewer).await.unwrap();
    own_data::change_phone(&mut tx, Some("(555) 010-0142")).await.unwrap();
    let mine = own_data::collect(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(mine["tenancy"]["phone"], "(555) 010-0142");
    assert_eq!(mine["tenancy"]["leases"][0]["members"].as_array().unwrap().len(), 2);
    assert!(!mine.to_string().contains("555\""), "a roommate's number is not theirs");
    let mias: String = sqlx::query_scalar("select phone from tenant_contact where tenant_id = $1")
        .bind(mia.0)
        .fetch_one(&mut house.owner)
        .await
        .unwrap();
    assert_eq!(mias, "555");
}

#[tokio::test]
async fn sessions_of_others_are_untouchable() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let mallory = house.portfolio("Elsewhere").await;
    open(&house.db, ruth.person, [1; 32]).await;
    open(&house.db, ruth.person, [2; 32]).await;
    open(&house.db, mallory.person, [3; 32]).await;

    let mut tx = house.db.enter(&as_viewer(&mallory)).await.unwrap();
    assert_eq!(sessions::list(&mut tx).await.unwrap().len(), 1);
    assert!(matches!(sessions::end_own(&mut tx, &[1; 32]).await, Err(Error::Missing)));
    assert_eq!(sessions::end_others(&mut tx, &[3; 32]).await.unwrap(), 0);
    tx.commit().await.unwrap();

    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    assert_eq!(sessions::list(&mut tx).await.unwrap().len(), 2);
    assert_eq!(sessions::end_others(&mut tx, &[2; 32]).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert!(sessions::resolve(&house.db, &[1; 32]).await.unwrap().is_none());
    assert!(sessions::resolve(&house.db, &[2; 32]).await.unwrap().is_some());
}

#[tokio::test]
async fn a_manager_limited_to_a_property_reaches_what_hangs_on_it() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let (lark, elm) =
        (home(&mut house, &ruth, "Lark Street").await, home(&mut house, &ruth, "Elm Street").await);
    let (dana, _) = tenant(&mut house, &ruth, "Dana").await;
    let (omar, _) = tenant(&mut house, &ruth, "Omar").await;
    lives(&mut house, ruth.portfolio, &lark, dana, "2025-01-01", None).await;
    lives(&mut house, ruth.portfolio, &elm, omar, "2025-01-01", None).await;
    sqlx::query("update member set role = 'manager', limited = true where portfolio_id = $1")
        .bind(ruth.portfolio.0)
        .execute(&mut house.owner)
        .await
        .unwrap();
    sqlx::query("insert into member_property values ($1, $2, $3)")
        .bind(ruth.portfolio.0)
        .bind(ruth.person.0)
        .bind(lark.property)
        .execute(&mut house.owner)
        .await
        .unwrap();
    open(&house.db, ruth.person, [1; 32]).await;
    let seen = sessions::resolve(&house.db, &[1; 32]).await.unwrap().unwrap();
    let Viewer::Member(member) = seen.viewer else { panic!("a member") };
    let reach = member.reach.expect("limited");
    assert_eq!((reach.properties.len(), reach.tenants), (1, vec![dana]));

    let look = |view_as| {
        let (portfolio, door) = (ruth.portfolio, Door::Landlord);
        Turn { old_hash: [1; 32], new_hash: [2; 32], portfolio, door, view_as }
    };
    assert!(matches!(turn(&house.db, look(Some(omar))).await, Err(Error::Missing)));
    turn(&house.db, look(Some(dana))).await.unwrap();

    // Whoever is no member any more stands nowhere, at once.
    sqlx::query("update member set ended_at = now()").execute(&mut house.owner).await.unwrap();
    let seen = sessions::resolve(&house.db, &[2; 32]).await.unwrap().unwrap();
    assert!(matches!(seen.viewer, Viewer::Person { .. }) && seen.place.is_none());
}
