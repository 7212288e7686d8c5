//! When a letter goes out, and what it says.

use crate::{World, at};
use domain::Viewer;
use sha2::{Digest, Sha256};
use store::jobs;
use store::notifications::{self, MailTask, read_link, unsubscribe, write_mail};

const BASE: &str = "https://rent.example.com";

impl World {
    /// Every letter job that is due at this many minutes after noon is done; answers how many there were.
    async fn post(&self, minutes: i64) -> usize {
        let db = self.house.at(at(minutes)).await;
        let due =
            jobs::claim(&db, "test", &[("notify_mail", 20)], chrono::Duration::minutes(1)).await.unwrap();
        for held in &due {
            let task: MailTask = held.payload().unwrap();
            let mut tx = db.enter(&Viewer::Worker { portfolio: self.owner.portfolio }).await.unwrap();
            assert_eq!(write_mail(&mut tx, &task, BASE).await.unwrap(), None);
            jobs::complete(&mut tx, held).await.unwrap();
            tx.commit().await.unwrap();
        }
        due.len()
    }
}

#[tokio::test]
async fn the_first_goes_out_at_once_and_the_next_not_within_five_minutes() {
    let mut world = World::new().await;
    let tell = world.comment(world.tess, "tenant").await;
    world.deliver(tell, 0).await;
    assert_eq!(world.post(0).await, 2, "to Maya and to the owner");
    for minute in 1..4 {
        let tell = world.comment(world.tess, "tenant").await;
        world.deliver(tell, minute).await;
        assert_eq!(world.post(minute).await, 0);
    }
    assert_eq!(world.letters().await.len(), 2);
    assert_eq!(world.post(5).await, 2);
    let letters = world.letters().await;
    assert_eq!(letters.len(), 4, "three more comments came with one letter each");
    let (_, maya) = letters.iter().rev().find(|(to, _)| to == "maya@example.com").unwrap();
    assert!(maya.starts_with("3 things about “Leak in the kitchen” (R-"), "{maya}");
    assert!(maya.contains(&format!("{BASE}/portal/repairs/{}\n", world.ticket)), "{maya}");
}

#[tokio::test]
async fn what_was_read_on_a_page_needs_no_letter() {
    let mut world = World::new().await;
    let tell = world.comment(world.tess, "tenant").await;
    world.deliver(tell, 0).await;
    let mut tx = world.house.db.enter(&world.as_owner()).await.unwrap();
    notifications::read_all(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    world.post(0).await;
    let to: Vec<String> = world.letters().await.into_iter().map(|(to, _)| to).collect();
    assert_eq!(to, ["maya@example.com"]);
}

#[tokio::test]
async fn night_waits_and_an_emergency_does_not() {
    let mut world = World::new().await;
    // Noon and 17 hours is midnight in New York.
    let night = 17 * 60;
    let tell = world.comment(world.owner.person, "landlord").await;
    world.deliver(tell, night).await;
    assert_eq!(world.post(night).await, 0);
    world.run("update ticket set priority = 'emergency'").await;
    let tell = world.comment(world.owner.person, "landlord").await;
    world.deliver(tell, night + 1).await;
    assert_eq!(world.post(night + 1).await, 2);
    assert_eq!(world.letters().await.len(), 2, "with what had waited for the morning");
    assert_eq!(world.post(24 * 60).await, 2, "in the morning nothing is left to say");
    assert_eq!(world.letters().await.len(), 2);
}

#[tokio::test]
async fn whoever_moved_out_meanwhile_gets_none() {
    let mut world = World::new().await;
    let tell = world.comment(world.owner.person, "landlord").await;
    world.deliver(tell, 0).await;
    world.run("update lease_member set until_on = '2026-11-19' where tenant_id = (select id from tenant where name = 'Maya')").await;
    world.post(0).await;
    let to: Vec<String> = world.letters().await.into_iter().map(|(to, _)| to).collect();
    assert_eq!(to, ["tess@example.com"]);
}

#[tokio::test]
async fn the_link_in_a_letter_ends_its_kind_for_its_reader_alone() {
    let mut world = World::new().await;
    let tell = world.comment(world.tess, "tenant").await;
    world.deliver(tell, 0).await;
    world.post(0).await;
    let letters = world.letters().await;
    let (_, maya) = letters.iter().find(|(to, _)| to == "maya@example.com").unwrap();
    let word = maya.trim().rsplit('/').next().unwrap();
    let hash: [u8; 32] = Sha256::digest(word.as_bytes()).into();
    let link = read_link(&world.house.db, &hash).await.unwrap().unwrap();
    assert!(link.by_mail && link.portfolio_name == "Calloway Homes");
    assert!(unsubscribe(&world.house.db, &hash, false).await.unwrap());
    assert!(!read_link(&world.house.db, &hash).await.unwrap().unwrap().by_mail);
    assert!(!unsubscribe(&world.house.db, &[7; 32], false).await.unwrap());
    let tell = world.comment(world.tess, "tenant").await;
    world.deliver(tell, 10).await;
    world.post(10).await;
    let to: Vec<String> = world.letters().await.into_iter().skip(2).map(|(to, _)| to).collect();
    assert_eq!(to.len(), 1, "the owner still gets theirs: {to:?}");
    assert_ne!(to[0], "maya@example.com");
}
