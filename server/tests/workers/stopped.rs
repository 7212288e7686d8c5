//! A worker that stands still for longer than it may hold, and goes on: it cannot complete what another has taken over.

use crate::common::{eventually, folder};
use crate::post::Post;
use crate::{begin, counts, effects, house, signal, viewer, worker, write};
use std::io::Read;
use std::sync::atomic::Ordering;
use std::time::Duration;
use store::jobs::{self, Counts, Shown};

#[tokio::test(flavor = "multi_thread")]
async fn who_wakes_up_late_completes_nothing() {
    let (house, ruth) = house().await;
    let (post, port) = Post::open();
    let folder = folder();
    post.hold(1);
    let ids = write(&house, &ruth, 1).await;
    let mut late = begin(worker(&house, folder.path(), port));
    eventually("the letter is under way", || post.heard.load(Ordering::SeqCst) == 1);
    signal(&late, "STOP");

    let mut other = begin(worker(&house, folder.path(), port));
    eventually("another worker has sent it", || post.heard.load(Ordering::SeqCst) == 2);
    while counts(&house, &ruth).await != Counts::default() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    signal(&other, "TERM");
    assert!(other.wait().unwrap().success());
    let first = effects(&house, &ruth).await;
    assert_eq!(first.get(&ids[0]), Some(&1));

    // The server's answer to the first worker lies there when it wakes up, and it can do nothing with it.
    post.let_go();
    eventually("the server has kept both", || post.kept().values().sum::<u32>() == 2);
    signal(&late, "CONT");
    let more = write(&house, &ruth, 3).await;
    while counts(&house, &ruth).await != Counts::default() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    signal(&late, "TERM");
    assert!(late.wait().unwrap().success());
    let mut said = String::new();
    late.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(said.contains("another worker has taken a job over"), "{said}");
    let effects = effects(&house, &ruth).await;
    assert_eq!(effects.get(&ids[0]), Some(&1), "still once");
    assert!(more.iter().all(|id| effects.get(id) == Some(&1)), "and it works on: {effects:?}");
    let mut tx = house.db.enter(&viewer(&ruth)).await.unwrap();
    let job = jobs::list(&mut tx, Shown::Ended, None, 9).await.unwrap();
    assert_eq!(job.iter().find(|job| job.id.0 == ids[0]).map(|job| job.tries), Some(2));
}
