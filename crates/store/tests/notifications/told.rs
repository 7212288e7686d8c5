//! Who is told what.

use crate::World;
use domain::notification::{NotificationKind, Quiet};
use domain::viewer::{Member, Reach};
use domain::{Role, Viewer};
use store::notifications::{self, Wish, Wishes};

#[tokio::test]
async fn those_who_live_there_and_those_who_keep_it_are_told_and_nobody_else() {
    let mut world = World::new().await;
    let tell = world.comment(world.tess, "tenant").await;
    world.deliver(tell, 0).await;
    let told = world.told().await;
    let names: Vec<(&str, &str)> =
        told.iter().map(|(name, door, _)| (name.as_str(), door.as_str())).collect();
    // Not Tess, who wrote it; not Finn, who has left; not Ned next door; not the manager of another house; not the bookkeeper.
    assert_eq!(names, [("Maya", "tenant"), ("Owner of Calloway Homes", "landlord")]);
    assert_eq!(told[0].2, "Somebody wrote about “Leak in the kitchen”.");
    assert_eq!(told[1].2, "Somebody wrote about “Leak in the kitchen”, Birch, Upstairs.");
}

#[tokio::test]
async fn a_second_run_tells_nobody_twice() {
    let mut world = World::new().await;
    let tell = world.comment(world.owner.person, "landlord").await;
    world.deliver(tell, 0).await;
    world.deliver(tell, 3).await;
    assert_eq!(world.told().await.len(), 2, "Tess and Maya, once each");
}

#[tokio::test]
async fn what_is_the_landlords_alone_reaches_no_tenant() {
    let mut world = World::new().await;
    for (kind, before, after, shared) in [
        ("cost_added", "", "$95.00", false),
        ("vendor", "", "Kessler", false),
        ("status", "open", "in_progress", false),
    ] {
        let tell = world.entry(kind, before, after, shared).await;
        world.deliver(tell, 0).await;
    }
    assert_eq!(world.told().await, [], "the only keeper did it, and the household may not know");
    let tell = world.entry("status", "open", "in_progress", true).await;
    world.deliver(tell, 0).await;
    let told = world.told().await;
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(
        |(_, door, sentence)| door == "tenant" && sentence == "Work on “Leak in the kitchen” has begun."
    ));
}

#[tokio::test]
async fn somebody_who_moved_out_finds_nothing_any_more() {
    let mut world = World::new().await;
    let tell = world.comment(world.owner.person, "landlord").await;
    world.deliver(tell, 0).await;
    for (living, count) in [(true, 1), (false, 0)] {
        let mut tx = world.house.db.enter(&world.as_tenant(world.maya, living)).await.unwrap();
        assert_eq!(notifications::list(&mut tx, None, 50).await.unwrap().len(), count);
    }
    // Another tenant's are nobody else's, not even a roommate's.
    let mut tx = world.house.db.enter(&world.as_tenant(world.tess, true)).await.unwrap();
    let own = notifications::list(&mut tx, None, 50).await.unwrap();
    let other = own[0].id;
    drop(tx);
    let mut tx = world.house.db.enter(&world.as_tenant(world.maya, true)).await.unwrap();
    assert!(matches!(notifications::open(&mut tx, other).await, Err(store::Error::Missing)));
}

#[tokio::test]
async fn what_was_told_about_a_house_out_of_reach_is_hidden() {
    let mut world = World::new().await;
    let tell = world.comment(world.tess, "tenant").await;
    world.deliver(tell, 0).await;
    let member = |reach| Viewer::Member(Member { reach, role: Role::Manager, ..world.owner.clone() });
    let mut tx = world.house.db.enter(&member(Some(Reach::default()))).await.unwrap();
    assert!(notifications::list(&mut tx, None, 50).await.unwrap().is_empty());
    drop(tx);
    let mut tx = world.house.db.enter(&member(None)).await.unwrap();
    assert_eq!(notifications::list(&mut tx, None, 50).await.unwrap().len(), 1);
}

#[tokio::test]
async fn wishes_hold() {
    let mut world = World::new().await;
    let mut tx = world.house.db.enter(&world.as_tenant(world.maya, true)).await.unwrap();
    let before = notifications::wishes(&mut tx).await.unwrap();
    assert!(before.kinds.iter().all(|w| w.on_pages && w.by_mail) && before.quiet == Quiet::default());
    let kinds = NotificationKind::ALL.map(|kind| Wish {
        kind,
        on_pages: kind != NotificationKind::Message,
        by_mail: false,
    });
    let wishes = Wishes { kinds: kinds.to_vec(), quiet: Quiet::NONE };
    notifications::change_wishes(&mut tx, &wishes).await.unwrap();
    assert_eq!(notifications::wishes(&mut tx).await.unwrap(), wishes);
    tx.commit().await.unwrap();
    let tell = world.comment(world.owner.person, "landlord").await;
    world.deliver(tell, 0).await;
    let names: Vec<String> = world.told().await.into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["Tess"], "Maya wants neither");
}

#[tokio::test]
async fn looking_at_the_repair_reads_what_was_told_of_it() {
    let mut world = World::new().await;
    let tell = world.comment(world.tess, "tenant").await;
    world.deliver(tell, 0).await;
    let mut tx = world.house.db.enter(&world.as_owner()).await.unwrap();
    notifications::read_of_ticket(&mut tx, world.ticket).await.unwrap();
    assert!(notifications::list(&mut tx, None, 50).await.unwrap().iter().all(|n| n.read_at.is_some()));
    assert_eq!(notifications::read_all(&mut tx).await.unwrap(), 0);
}
