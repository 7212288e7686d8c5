//! Small pictures and sweeping, done by the functions that workers call.

use super::work::{Done, Work};
use super::*;
use app::Shelf;
use chrono::{DateTime, Duration, Utc};
use domain::Viewer;
use domain::file::{FileKind, Thumbnail, place, small_place};
use domain::id::{FileId, PropertyId, TicketId};
use domain::viewer::Member;
use futures::TryStreamExt;
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::json;
use std::io::Cursor;
use std::sync::Arc;
use store::files::NewFile;
use store::jobs::NewJob;
use store::testing::{TestHouse, as_viewer, fresh};
use store::{Db, files, jobs};

struct Bench {
    house: TestHouse,
    owner: Member,
    ticket: TicketId,
    things: Arc<Things>,
}

impl Bench {
    async fn new() -> Bench {
        let mut house = TestHouse::new().await;
        let owner = house.portfolio("Calloway Homes").await;
        let (property, ticket) = (PropertyId(fresh()), TicketId(fresh()));
        let sql = format!(
            "insert into property (portfolio_id, id, name, street, city, state, zip, kind, created_at)
               values ('{0}', '{property}', 'Birch', '14 Birch', 'Columbus', 'OH', '43201', 2, now());
             insert into ticket (portfolio_id, id, property_id, category, place, title, description, reported_by, reporter_name, reporter_side,
               created_at, changed_at)
             values ('{0}', '{ticket}', '{property}', 'water', 'Cellar', 'Leak', 'It drips.', '{1}', 'Ruth', 'landlord', now(), now())",
            owner.portfolio, owner.person
        );
        house.run_as_owner(Box::leak(sql.into_boxed_str())).await;
        let things =
            Things { mailer: None, shelf: Shelf::in_memory(), base_url: "http://127.0.0.1:3000".into() };
        Bench { house, owner, ticket, things: Arc::new(things) }
    }

    fn shelf(&self) -> &Shelf {
        &self.things.shelf
    }

    /// A photo with a row, and these bytes on the shelf.
    async fn photo(&self, bytes: Option<Vec<u8>>) -> FileId {
        let id = FileId(fresh());
        let (kind, name, sha256) =
            (FileKind::Jpeg, "leak.jpg".into(), [*fresh().as_bytes(); 2].concat().try_into().unwrap());
        let new = NewFile { id, kind, name, bytes: 1_000, pixels: Some((800, 600)), sha256 };
        if let Some(bytes) = bytes {
            self.shelf().put(&place(self.owner.portfolio, id), bytes).await.unwrap();
        }
        let mut tx = self.house.db.enter(&as_viewer(&self.owner)).await.unwrap();
        files::add(&mut tx, self.ticket, true, &[new], 1 << 20).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// The next job of a kind, in a worker's hands.
    async fn work(&self, db: &Db, kind: &'static str) -> Work {
        let held = jobs::claim(db, "test", &[(kind, 1)], Duration::seconds(60)).await.unwrap();
        Work::new(db.clone(), Arc::clone(&self.things), held.into_iter().next().expect("a job is due"))
    }

    async fn thumbnail(&self, id: FileId) -> Thumbnail {
        let mut tx = self.house.db.enter(&Viewer::Worker { portfolio: self.owner.portfolio }).await.unwrap();
        files::thumbnail(&mut tx, id).await.unwrap()
    }

    async fn sweep(&self, moment: DateTime<Utc>) {
        let db = self.house.at(moment).await;
        let mut tx = db.enter(&Viewer::Worker { portfolio: self.owner.portfolio }).await.unwrap();
        jobs::enqueue(&mut tx, NewJob::new("sweep_files", &json!("today"))).await.unwrap();
        tx.commit().await.unwrap();
        let work = self.work(&db, "sweep_files").await;
        assert!(matches!(sweep_files::run(work).await, Ok(Done::Kept)));
    }

    async fn lying(&self) -> Vec<String> {
        let all = self.shelf().list(&self.owner.portfolio.to_string()).map_ok(|one| one.place);
        let mut places: Vec<String> = all.try_collect().await.unwrap();
        places.sort();
        places
    }
}

fn jpeg() -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let image = RgbImage::from_fn(800, 600, |x, y| Rgb([(x % 250) as u8, (y % 250) as u8, 90]));
    image.write_to(&mut out, ImageFormat::Jpeg).unwrap();
    out.into_inner()
}

#[tokio::test]
async fn a_small_picture_is_made_once_and_lies_beside_the_photo() {
    let bench = Bench::new().await;
    let id = bench.photo(Some(jpeg())).await;
    let work = bench.work(&bench.house.db, "thumbnail").await;
    assert!(matches!(thumbnail::make(work).await, Ok(Done::Kept)));
    assert_eq!(bench.thumbnail(id).await, Thumbnail::Ready);
    let found = bench.shelf().get(&small_place(bench.owner.portfolio, id)).await.unwrap();
    let small = image::load_from_memory(&found.whole().await.unwrap()).unwrap();
    assert_eq!((small.width(), small.height()), (480, 360));
}

#[tokio::test]
async fn what_cannot_be_opened_is_not_tried_for_ever() {
    let bench = Bench::new().await;
    for bytes in [None, Some(b"no photo".to_vec())] {
        let id = bench.photo(bytes).await;
        let work = bench.work(&bench.house.db, "thumbnail").await;
        assert!(matches!(thumbnail::make(work).await, Ok(Done::Kept)));
        assert_eq!(bench.thumbnail(id).await, Thumbnail::Failed);
    }
}

#[tokio::test]
async fn bytes_without_a_row_go_after_two_days_and_nothing_else_does() {
    let bench = Bench::new().await;
    let (kept, portfolio) = (bench.photo(Some(jpeg())).await, bench.owner.portfolio);
    let orphan = FileId(fresh());
    let elsewhere = format!("{}/{orphan}", fresh());
    let remark = format!("{portfolio}/readme.txt");
    for lies in [place(portfolio, orphan), small_place(portfolio, orphan), elsewhere.clone(), remark.clone()]
    {
        bench.shelf().put(&lies, vec![7]).await.unwrap();
    }
    let all = bench.lying().await;
    assert_eq!(all.len(), 4);
    // The shelf goes by the clock of the machine.
    let laid = bench.shelf().list(&portfolio.to_string()).try_next().await.unwrap().unwrap().since;
    bench.sweep(laid + Duration::hours(47)).await;
    assert_eq!(bench.lying().await, all);
    bench.sweep(laid + Duration::hours(49)).await;
    let mut stays = vec![place(portfolio, kept), remark];
    stays.sort();
    assert_eq!(bench.lying().await, stays);
    assert!(bench.shelf().get(&elsewhere).await.is_ok(), "another portfolio's");
}

#[tokio::test]
async fn what_was_removed_goes_with_its_bytes_its_row_and_its_room() {
    let bench = Bench::new().await;
    let (gone, stays) = (bench.photo(Some(jpeg())).await, bench.photo(Some(jpeg())).await);
    let owner = as_viewer(&bench.owner);
    let mut tx = bench.house.db.enter(&owner).await.unwrap();
    files::remove(&mut tx, gone).await.unwrap();
    tx.commit().await.unwrap();
    bench.sweep(bench.house.db.now() + Duration::days(30)).await;
    assert_eq!(bench.lying().await.len(), 2, "it can still be brought back");
    bench.sweep(bench.house.db.now() + Duration::days(32)).await;
    assert_eq!(bench.lying().await, [place(bench.owner.portfolio, stays)]);
    let mut tx = bench.house.db.enter(&owner).await.unwrap();
    assert_eq!(files::room_used(&mut tx).await.unwrap(), 1_000);
}
