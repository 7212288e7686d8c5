//! Files of repairs as the restricted roles: who sees and takes away which, what finds room, what goes in the end.

#![allow(clippy::expect_used, clippy::unwrap_used, missing_docs)]

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, Duration, Utc};
use domain::Viewer;
use domain::file::{FileKind, Thumbnail};
use domain::id::{FileId, LeaseId, PersonId, PropertyId, TenantId, TicketId, UnitId};
use domain::ticket::Side;
use domain::viewer::{Member, Reach, Tenant};
use domain::{Role, Viewer::Worker};
use store::files::{self, Added, NewFile, Removed};
use store::testing::{TestHouse, as_viewer, fresh, noon};
use store::{Db, Error};

/// Enough for every test but the one about room.
const ROOM: u64 = 1_000_000;

/// A house with two households, and a repair in the first one's home.
struct Street {
    house: TestHouse,
    owner: Member,
    ada: Viewer,
    roommate: Viewer,
    neighbor: Viewer,
    property: PropertyId,
    lease: LeaseId,
    ticket: TicketId,
}

fn living(owner: &Member, property: PropertyId, unit: UnitId, lease: LeaseId, person: PersonId) -> Viewer {
    Viewer::Tenant(Tenant {
        portfolio: owner.portfolio,
        person: Some(person),
        tenant: TenantId(fresh()),
        leases: vec![lease],
        living: vec![lease],
        terms: vec![],
        household: vec![],
        units: vec![unit],
        properties: vec![property],
    })
}

async fn street() -> Street {
    let mut house = TestHouse::new().await;
    let owner = house.portfolio("Birch").await;
    let (property, portfolio, ticket) = (PropertyId(fresh()), owner.portfolio, TicketId(fresh()));
    let [ada, roommate, neighbor] = [(); 3].map(|()| PersonId(fresh()));
    let (homes, leases) = ([(); 2].map(|()| UnitId(fresh())), [(); 2].map(|()| LeaseId(fresh())));
    let mut sql = format!(
        "insert into property (portfolio_id, id, name, street, city, state, zip, kind, created_at)
           values ('{portfolio}', '{property}', 'Birch Street', '14 Birch Street', 'Columbus', 'OH', '43201', 2, now());"
    );
    for person in [ada, roommate, neighbor] {
        sql += &format!(
            "insert into person (id, name, email, password_hash, time_zone, created_at)
               values ('{person}', 'Ada', '{person}@example.com', 'x', 'UTC', now());"
        );
    }
    for (at, (unit, lease)) in homes.iter().zip(leases).enumerate() {
        sql += &format!(
            "insert into unit (portfolio_id, id, property_id, name, created_at) values ('{portfolio}', '{unit}', '{property}', 'Unit {at}', now());
             insert into lease (portfolio_id, id, property_id, unit_id, starts_on, created_at)
               values ('{portfolio}', '{lease}', '{property}', '{unit}', '2025-01-01', now());"
        );
    }
    sql += &format!(
        "insert into ticket (portfolio_id, id, property_id, unit_id, lease_id, category, place, title, description, reported_by, reporter_name,
           reporter_side, created_at, changed_at)
         values ('{portfolio}', '{ticket}', '{property}', '{}', '{}', 'water', 'Kitchen', 'Leak', 'It drips.', '{ada}', 'Ada', 'tenant', now(), now())",
        homes[0], leases[0]
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut house.owner).await.unwrap();
    let lives = |at: usize, person| living(&owner, property, homes[at], leases[at], person);
    let (ada, roommate, neighbor) = (lives(0, ada), lives(0, roommate), lives(1, neighbor));
    Street { house, owner, ada, roommate, neighbor, property, lease: leases[0], ticket }
}

/// Ids of one moment stand in the order they were made in, as with the ids of the house.
fn next_id() -> FileId {
    static COUNT: AtomicU32 = AtomicU32::new(1);
    let count = u128::from(COUNT.fetch_add(1, Ordering::Relaxed));
    FileId(uuid::Uuid::from_u128((count << 96) | (fresh().as_u128() >> 32)))
}

fn photo(name: &str) -> NewFile {
    NewFile {
        id: next_id(),
        kind: FileKind::Jpeg,
        name: name.into(),
        bytes: 1_000,
        pixels: Some((40, 30)),
        sha256: [*fresh().as_bytes(), *fresh().as_bytes()].concat().try_into().unwrap(),
    }
}

impl Street {
    async fn add(
        &self,
        who: &Viewer,
        for_household: bool,
        new: &[NewFile],
        room: u64,
    ) -> store::Result<Added> {
        let mut tx = self.house.db.enter(who).await?;
        let added = files::add(&mut tx, self.ticket, for_household, new, room).await?;
        tx.commit().await?;
        Ok(added)
    }

    async fn one(&self, who: &Viewer, for_household: bool) -> FileId {
        let added = self.add(who, for_household, &[photo("leak.jpg")], ROOM).await.unwrap();
        added.kept[0]
    }

    async fn sees(&self, who: &Viewer) -> Vec<FileId> {
        let mut tx = self.house.db.enter(who).await.unwrap();
        let listed: Vec<FileId> =
            files::of_ticket(&mut tx, self.ticket).await.unwrap().iter().map(|f| f.id).collect();
        for id in &listed {
            assert!(files::read(&mut tx, *id).await.is_ok(), "what is listed can be read");
        }
        listed
    }

    async fn remove(&self, db: &Db, who: &Viewer, id: FileId) -> store::Result<()> {
        let mut tx = db.enter(who).await?;
        files::remove(&mut tx, id).await?;
        tx.commit().await
    }

    async fn restore(&self, db: &Db, who: &Viewer, id: FileId) -> store::Result<()> {
        let mut tx = db.enter(who).await?;
        files::bring_back(&mut tx, id).await?;
        tx.commit().await
    }

    fn landlord(&self) -> Viewer {
        as_viewer(&self.owner)
    }

    fn member(&self, role: Role, reach: Option<Reach>) -> Viewer {
        Viewer::Member(Member { role, reach, ..self.owner.clone() })
    }

    fn worker(&self) -> Viewer {
        Worker { portfolio: self.owner.portfolio }
    }

    async fn used(&self) -> u64 {
        let mut tx = self.house.db.enter(&self.landlord()).await.unwrap();
        files::room_used(&mut tx).await.unwrap()
    }
}

#[tokio::test]
async fn the_household_and_the_landlord_see_a_photo_and_nobody_else() {
    let mut street = street().await;
    let (of_ada, of_landlord) =
        (street.one(&street.ada, true).await, street.one(&street.landlord(), true).await);
    let inside = street.one(&street.landlord(), false).await;
    let both = vec![of_ada, of_landlord];
    assert_eq!(street.sees(&street.ada).await, both);
    assert_eq!(street.sees(&street.roommate).await, both);
    assert_eq!(street.sees(&street.landlord()).await, [of_ada, of_landlord, inside]);
    assert_eq!(street.sees(&street.member(Role::Manager, None)).await.len(), 3);
    let here = Reach { properties: vec![street.property], ..Reach::default() };
    assert_eq!(street.sees(&street.member(Role::Manager, Some(here))).await.len(), 3);

    let rival = street.house.portfolio("Elm").await;
    let Viewer::Tenant(ada) = &street.ada else { unreachable!() };
    let moved_out = Viewer::Tenant(Tenant { living: vec![], ..ada.clone() });
    let nowhere = Reach { properties: vec![PropertyId(fresh())], ..Reach::default() };
    let others = [
        street.neighbor.clone(),
        moved_out,
        street.member(Role::Manager, Some(nowhere)),
        street.member(Role::Bookkeeper, None),
        as_viewer(&rival),
        Viewer::Public,
    ];
    for who in &others {
        let mut tx = street.house.db.enter(who).await.unwrap();
        for id in [of_ada, of_landlord, inside, FileId(fresh())] {
            assert!(matches!(files::read(&mut tx, id).await, Err(Error::Missing)), "{who:?}");
        }
        drop(tx);
        assert!(
            matches!(street.add(who, true, &[photo("x.jpg")], ROOM).await, Err(Error::Missing)),
            "{who:?}"
        );
    }
    let mut tx = street.house.db.enter(&street.ada).await.unwrap();
    assert!(matches!(files::read(&mut tx, inside).await, Err(Error::Missing)));
}

#[tokio::test]
async fn tenants_take_away_and_bring_back_their_own_only() {
    let street = street().await;
    let db = street.house.db.clone();
    let own = street.one(&street.ada, true).await;
    for other in [&street.roommate, &street.neighbor] {
        assert!(matches!(street.remove(&db, other, own).await, Err(Error::Missing)));
    }
    street.remove(&db, &street.ada, own).await.unwrap();
    assert!(street.sees(&street.landlord()).await.is_empty());
    assert!(matches!(street.remove(&db, &street.ada, own).await, Err(Error::Missing)), "once");
    street.restore(&db, &street.ada, own).await.unwrap();
    assert_eq!(street.sees(&street.roommate).await, [own]);

    // What the landlord takes away stays away until the landlord brings it back.
    street.remove(&db, &street.landlord(), own).await.unwrap();
    assert!(matches!(street.restore(&db, &street.ada, own).await, Err(Error::Missing)));
    let late = street.house.at(noon() + Duration::days(30)).await;
    assert!(
        matches!(street.restore(&late, &street.landlord(), own).await, Err(Error::Missing)),
        "a month is over"
    );
    street.restore(&db, &street.landlord(), own).await.unwrap();

    let Viewer::Tenant(ada) = &street.ada else { unreachable!() };
    let eyes = Viewer::Tenant(Tenant { person: None, ..ada.clone() });
    assert!(matches!(street.remove(&db, &eyes, own).await, Err(Error::Looking)));
    assert!(matches!(street.add(&eyes, true, &[photo("x.jpg")], ROOM).await, Err(Error::Looking)));
}

#[tokio::test]
async fn the_same_photo_twice_is_one_and_takes_room_once() {
    let street = street().await;
    let (first, again) = (photo("leak.jpg"), photo("leak (1).jpg"));
    let again = NewFile { sha256: first.sha256, ..again };
    let added = street.add(&street.ada, true, &[first.clone(), again.clone()], ROOM).await.unwrap();
    assert_eq!((added.kept, added.had, added.no_room.len()), (vec![first.id], vec![again.id], 0));
    assert_eq!(
        street.add(&street.roommate, true, std::slice::from_ref(&again), ROOM).await.unwrap().had,
        [again.id]
    );
    assert_eq!(street.used().await, 1_000);
    // What the landlord keeps to themselves says nothing to the household, and the other way around.
    assert_eq!(
        street.add(&street.landlord(), false, std::slice::from_ref(&again), ROOM).await.unwrap().kept,
        [again.id]
    );

    street.remove(&street.house.db, &street.ada, first.id).await.unwrap();
    let anew = NewFile { id: FileId(fresh()), ..first.clone() };
    assert_eq!(
        street.add(&street.ada, true, std::slice::from_ref(&anew), ROOM).await.unwrap().kept,
        [anew.id]
    );
    let refused = street.restore(&street.house.db, &street.ada, first.id).await.unwrap_err();
    assert!(refused.to_string().contains("added again"), "{refused}");
}

#[tokio::test]
async fn what_finds_no_room_is_named_and_the_rest_is_kept() {
    let street = street().await;
    let files = ["a.jpg", "b.jpg", "c.jpg"].map(photo);
    let big = NewFile { bytes: 5_000, ..photo("big.jpg") };
    let all = [files[0].clone(), big.clone(), files[1].clone(), files[2].clone()];
    let added = street.add(&street.ada, true, &all, 2_500).await.unwrap();
    assert_eq!(added.kept, [files[0].id, files[1].id]);
    assert_eq!(added.no_room, [(big.id, "big.jpg".to_string()), (files[2].id, "c.jpg".to_string())]);
    assert_eq!(street.used().await, 2_000);
    let room = async |bytes| {
        let tx = street.house.db.enter(&street.ada).await.unwrap();
        files::has_room(tx, bytes, 2_500).await.unwrap()
    };
    assert!(room(500).await && room(500).await && !room(501).await, "asking takes nothing");
}

#[tokio::test]
async fn many_at_once_fill_the_room_to_the_brim_and_not_beyond() {
    let street = street().await;
    let tries =
        (0..8).map(|_| async { street.add(&street.ada, true, &[photo("x.jpg")], 5_000).await.unwrap() });
    let kept: usize = futures::future::join_all(tries).await.iter().map(|added| added.kept.len()).sum();
    assert_eq!((kept, street.used().await), (5, 5_000));
}

#[tokio::test]
async fn a_small_picture_is_asked_for_and_told_of() {
    let mut street = street().await;
    let id = street.one(&street.ada, true).await;
    let plan = NewFile { kind: FileKind::Pdf, pixels: None, ..photo("plan.pdf") };
    street.add(&street.landlord(), true, std::slice::from_ref(&plan), ROOM).await.unwrap();
    let jobs: Vec<serde_json::Value> = sqlx::query_scalar("select payload from job where kind = 'thumbnail'")
        .fetch_all(&mut street.house.owner)
        .await
        .unwrap();
    assert_eq!(jobs, [serde_json::json!({ "file": id })], "a document has none");

    let told = async |house: &mut TestHouse| -> i64 {
        let told =
            sqlx::query_scalar("select count(*) from event where topic = 'ticket' and lease_id is not null");
        told.fetch_one(&mut house.owner).await.unwrap()
    };
    let before = told(&mut street.house).await;
    let mut tx = street.house.db.enter(&street.worker()).await.unwrap();
    assert_eq!(files::thumbnail(&mut tx, id).await.unwrap(), Thumbnail::Waiting);
    files::set_thumbnail(&mut tx, id, Thumbnail::Ready).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(told(&mut street.house).await, before + 1);
    let mut tx = street.house.db.enter(&street.roommate).await.unwrap();
    let shown = files::of_ticket(&mut tx, street.ticket).await.unwrap();
    let words: Vec<_> = shown.iter().map(|f| (f.thumbnail, f.side, f.may_remove(&street.roommate))).collect();
    assert_eq!(words, [(Thumbnail::Ready, Side::Tenant, false), (Thumbnail::None, Side::Landlord, false)]);
    assert!(shown[0].may_remove(&street.ada) && shown[0].may_remove(&street.landlord()));
    assert_eq!((shown[0].lease, shown[0].pixels), (Some(street.lease), Some((40, 30))));
}

async fn swept_by(street: &Street, moment: DateTime<Utc>) -> Vec<Removed> {
    let db = street.house.at(moment).await;
    let mut tx = db.enter(&street.worker()).await.unwrap();
    let removed = files::removed(&mut tx, 100).await.unwrap();
    files::forget(&mut tx, &removed).await.unwrap();
    tx.commit().await.unwrap();
    removed
}

#[tokio::test]
async fn what_was_removed_goes_after_a_month_and_its_room_comes_back() {
    let street = street().await;
    let (gone, stays) = (street.one(&street.ada, true).await, street.one(&street.ada, true).await);
    street.remove(&street.house.db, &street.ada, gone).await.unwrap();
    assert_eq!(swept_by(&street, noon() + Duration::days(30)).await, []);
    let swept = swept_by(&street, noon() + Duration::days(32)).await;
    assert_eq!(swept, [Removed { id: gone, bytes: 1_000 }]);
    assert_eq!(street.used().await, 1_000);

    let mut tx = street.house.db.enter(&street.worker()).await.unwrap();
    // A worker that was slow forgets nothing twice, and nothing that is still there.
    files::forget(&mut tx, &[swept[0], Removed { id: stays, bytes: 1_000 }]).await.unwrap();
    assert_eq!(files::kept(&mut tx, &[gone, stays, FileId(fresh())]).await.unwrap(), [stays]);
    tx.commit().await.unwrap();
    assert_eq!(street.used().await, 1_000);
}

#[tokio::test]
async fn room_is_counted_only_where_somebody_stands_and_never_given_back_by_people() {
    let street = street().await;
    street.one(&street.ada, true).await;
    let mut tx = street.house.db.enter(&street.ada).await.unwrap();
    for (bytes, most) in [(-1_000_i64, 1_000_000_i64), (0, -1)] {
        let taken: bool = sqlx::query_scalar("select app.take_file_room($1, $2)")
            .bind(bytes)
            .bind(most)
            .fetch_one(store::testing::conn(&mut tx))
            .await
            .unwrap();
        assert!(!taken, "{bytes} of {most}");
    }
    drop(tx);
    let mut tx = street.house.db.enter(&street.ada).await.unwrap();
    assert!(files::room_used(&mut tx).await.is_err(), "tenants do not know how much there is");
}
