//! Workers that are killed at random for a thousand jobs: every effect once, nothing stuck.

use crate::common::folder;
use crate::post::Post;
use crate::{HOLD_SECONDS, begin, counts, effects, house, signal, worker, write};
use std::time::{Duration, Instant};
use store::jobs::Counts;

const LETTERS: usize = 1000;
const WORKERS: usize = 3;
const KILLS_MIN: u32 = 12;

fn chance(below: u16) -> u16 {
    let mut bytes = [0; 2];
    store::db::fill(&mut bytes);
    u16::from_ne_bytes(bytes) % below
}

#[tokio::test(flavor = "multi_thread")]
async fn each_effect_happens_once_whoever_is_killed_when() {
    let (house, ruth) = house().await;
    let (post, port) = Post::open();
    let folder = folder();
    let ids = write(&house, &ruth, LETTERS).await;
    let start = || begin(worker(&house, folder.path(), port));
    let mut workers: Vec<_> = (0..WORKERS).map(|_| start()).collect();
    let (mut kills, begun) = (0, Instant::now());
    // Killed while they work: none before the first letter was heard, and until all is done or it was often enough.
    loop {
        tokio::time::sleep(Duration::from_millis(u64::from(200 + chance(500)))).await;
        let left = counts(&house, &ruth).await;
        if left.waiting + left.running == 0 || begun.elapsed() > Duration::from_secs(120) {
            break;
        }
        if post.heard.load(std::sync::atomic::Ordering::SeqCst) > 0 && left.running > 0 {
            let victim = usize::from(chance(u16::try_from(WORKERS).unwrap()));
            workers[victim].kill().unwrap();
            workers[victim].wait().unwrap();
            workers[victim] = start();
            kills += 1;
        }
    }
    let calm = Instant::now();
    while counts(&house, &ruth).await != Counts::default() {
        let patience = Duration::from_secs(HOLD_SECONDS + 60);
        assert!(calm.elapsed() < patience, "stuck: {:?}", counts(&house, &ruth).await);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    for mut worker in workers {
        signal(&worker, "TERM");
        assert!(worker.wait().unwrap().success());
    }
    let effects = effects(&house, &ruth).await;
    let wrong: Vec<_> = ids.iter().filter(|id| effects.get(id) != Some(&1)).collect();
    assert!(wrong.is_empty() && effects.len() == LETTERS, "{} of {LETTERS} not once: {wrong:?}", wrong.len());
    let kept = post.kept();
    assert_eq!(kept.len(), LETTERS, "every letter reached the server");
    assert!(kills >= KILLS_MIN, "only {kills} kills while they worked");
    let twice = kept.values().filter(|times| **times > 1).count();
    println!("{kills} kills, {twice} letters more than once at the server, in {:?}", begun.elapsed());
}
