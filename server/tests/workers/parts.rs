//! The parts of the program beside each other, and what they say when there is nothing to join.

use crate::common::{Served, duplex, eventually, folder, run, said};
use crate::{begin, house, signal, viewer, worker};
use store::jobs::{self, NewJob};

#[test]
fn without_a_database_they_say_what_to_do() {
    let folder = folder();
    for part in ["web", "worker"] {
        let refused = run(folder.path(), &[part]);
        assert_eq!(refused.status.code(), Some(1));
        let words = said(&refused);
        assert!(words.contains("duplex serve") && words.contains("DATABASE_URL"), "{words}");
        let help = run(folder.path(), &["help", part]);
        assert!(String::from_utf8_lossy(&help.stdout).contains("DATABASE_URL"));
    }
    assert!(!folder.path().join("postgres").exists(), "they make no database");
}

#[test]
fn they_join_the_database_of_a_serve_and_outlive_each_other() {
    let folder = folder();
    let mut serve = Served::start(folder.path());
    let mut web = Served::start_part(duplex(folder.path()), "web");
    let mut command = duplex(folder.path());
    command.env("DUPLEX_WORKER_ADDR", "127.0.0.1:0");
    let mut worker = Served::start_part(command, "worker");
    for part in [&serve, &web, &worker] {
        assert_eq!(part.get("/readyz").status, 200);
        assert!(part.get("/metrics").body.contains("duplex_db_connections_open"), "{}", part.addr);
    }
    assert_eq!(web.get("/sign-in").status, 303);
    assert_eq!(worker.get("/sign-in").status, 404, "a worker has no pages");
    web.stop();
    worker.stop();
    assert_eq!(serve.get("/readyz").status, 200);
    serve.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_process_enqueues_another_does_within_a_second_or_so_and_counts() {
    let (house, ruth) = house().await;
    let folder = folder();
    let mut command = worker(&house, folder.path(), 1);
    command.env("DUPLEX_WORKER_ADDR", "127.0.0.1:0");
    let mut worker = Served::start_part(command, "worker");
    let mut tx = house.db.enter(&viewer(&ruth)).await.unwrap();
    for _ in 0..100 {
        jobs::enqueue(&mut tx, NewJob::new("ping", &())).await.unwrap();
    }
    jobs::enqueue(&mut tx, NewJob::new("from_the_future", &())).await.unwrap();
    tx.commit().await.unwrap();
    eventually("the metrics say so", || {
        let text = worker.get("/metrics").body;
        text.contains("duplex_jobs_ended_total{kind=\"ping\",outcome=\"done\"} 100")
            && text.contains("duplex_jobs{kind=\"from_the_future\",state=\"waiting\"} 1")
            && text.contains("duplex_job_wait_seconds_count{kind=\"ping\"} 100")
    });
    worker.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_outlives_a_database_that_goes_away_for_a_while() {
    let (house, ruth) = house().await;
    let folder = folder();
    let mut child = begin(worker(&house, folder.path(), 1));
    let done = async || {
        let mut tx = house.db.enter(&viewer(&ruth)).await.unwrap();
        jobs::enqueue(&mut tx, NewJob::new("ping", &())).await.unwrap();
        tx.commit().await.unwrap();
        for _ in 0..600 {
            let mut tx = house.db.enter(&viewer(&ruth)).await.unwrap();
            if jobs::counts(&mut tx).await.unwrap().waiting == 0 {
                return;
            }
            drop(tx);
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("nobody did it");
    };
    done().await;
    house.cut_off().await;
    done().await;
    signal(&child, "TERM");
    assert!(child.wait().unwrap().success());
}
