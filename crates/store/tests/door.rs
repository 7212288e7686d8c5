//! The door: nobody sees anything without being somebody, and nothing of a viewer stays on the connection.

use domain::Viewer;
use store::testing::{TestHouse, as_viewer};

#[tokio::test]
async fn a_viewer_enters_and_leaves_nothing_behind() {
    let mut house = TestHouse::new().await;
    let ruth = house.portfolio("Calloway Homes").await;
    let tx = house.db.enter(&as_viewer(&ruth)).await.unwrap();
    assert_eq!(tx.portfolio().unwrap(), ruth.portfolio);
    assert_eq!(tx.new_id().get_version_num(), 7);
    drop(tx);
    let nobody = house.db.enter(&Viewer::Public).await.unwrap();
    assert!(nobody.portfolio().is_err());
}
