//! What the calendar plants: once a period, whoever looks.

use chrono_tz::America::New_York;
use store::jobs;
use store::testing::{TestHouse, as_viewer, noon};

use crate::worker;

#[tokio::test]
async fn a_period_is_planted_once_however_many_look() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    assert_eq!(jobs::zones(&house.db).await.unwrap(), [(ruth.portfolio, New_York)]);
    let plant = |period: &'static str| {
        let (db, viewer) = (house.db.clone(), worker(&ruth));
        async move {
            let mut tx = db.enter(&viewer).await.unwrap();
            let first = jobs::plant(&mut tx, "sweep", period).await.unwrap();
            tx.commit().await.unwrap();
            first
        }
    };
    let looks = tokio::join!(plant("2026-11-20"), plant("2026-11-20"), plant("2026-11-20"));
    assert_eq!([looks.0, looks.1, looks.2].iter().filter(|first| **first).count(), 1);
    assert!(!plant("2026-11-20").await);
    assert!(plant("2026-11-21").await);

    let mut tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    let planted = jobs::planted(&mut tx).await.unwrap();
    assert_eq!((planted.len(), planted[0].period.as_str(), planted[0].planted_at), (1, "2026-11-21", noon()));
    assert_eq!(jobs::counts(&mut tx).await.unwrap().waiting, 2);
}
