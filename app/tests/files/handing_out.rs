//! Who gets a photo, how it is sent, and that a hidden one answers as a missing one.

use axum::http::StatusCode;
use domain::file::{Thumbnail, small_place};
use domain::id::{FileId, TicketId};
use store::testing::fresh;

use super::street::{SEE_IT, SEE_NOTHING, Street};
use super::{holds, taken_with_telephone};

async fn with_photo() -> (Street, TicketId, FileId) {
    let mut street = Street::new(1 << 20).await;
    let ticket = TicketId(fresh());
    let answer = street.report("ada", ticket, &[("Küche.jpg", taken_with_telephone())]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", String::from_utf8_lossy(&answer.body));
    let rows = street.rows(ticket).await;
    assert_eq!(rows.len(), 1, "{:?}", answer.notice());
    (street, ticket, rows[0].0)
}

/// As the job does it.
async fn make_small(street: &Street, id: FileId) {
    street.house.shelf.put(&small_place(street.portfolio, id), vec![0xFF, 0xD8, 0xFF]).await.unwrap();
    let mut tx = street.house.db.enter(&street.worker()).await.unwrap();
    store::files::set_thumbnail(&mut tx, id, Thumbnail::Ready).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn those_who_see_the_repair_get_the_photo_as_a_download_that_runs_nowhere() {
    let (street, _, id) = with_photo().await;
    for who in SEE_IT.iter().chain(&["eyes_of_ada"]) {
        let answer = street.get(who, &format!("/files/{id}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{who}");
        assert!(
            answer.body.starts_with(b"\xFF\xD8\xFF")
                && !holds(&answer.body, b"Canary")
                && !holds(&answer.body, b"Exif")
        );
        for (name, value) in [
            ("content-type", "image/jpeg"),
            ("content-disposition", "attachment; filename=\"K-che.jpg\"; filename*=UTF-8''K%C3%BCche.jpg"),
            ("content-security-policy", "sandbox; default-src 'none'"),
            ("x-content-type-options", "nosniff"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "private, no-cache"),
            ("content-length", answer.body.len().to_string().as_str()),
        ] {
            assert_eq!(answer.header(name), value, "{name}");
        }
        let again = street.get_again(who, &format!("/files/{id}"), answer.header("etag")).await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    }
}

#[tokio::test]
async fn everybody_else_gets_what_a_missing_file_gets() {
    let (street, _, id) = with_photo().await;
    make_small(&street, id).await;
    let (there, nowhere) = (format!("/files/{id}"), format!("/files/{}", fresh()));
    for who in SEE_NOTHING.iter().chain(&["a stranger without a session"]) {
        for end in ["", "/small"] {
            let (hidden, missing) = (
                street.get(who, &format!("{there}{end}")).await,
                street.get(who, &format!("{nowhere}{end}")).await,
            );
            assert_eq!((hidden.status, &hidden.body), (missing.status, &missing.body), "{who}{end}");
            assert_ne!(hidden.status, StatusCode::OK, "{who}{end}");
            // Whoever knows the name does not get to know that it is the right one.
            let guess = street.get_again(who, &format!("{there}{end}"), &format!("\"{id}\"")).await;
            assert_eq!(guess.status, missing.status, "{who}{end}");
        }
        for end in ["/remove", "/restore"] {
            let (hidden, missing) = (
                street.post(who, &format!("{there}{end}")).await,
                street.post(who, &format!("{nowhere}{end}")).await,
            );
            assert_eq!((hidden.status, &hidden.body), (missing.status, &missing.body), "{who}{end}");
        }
    }
    assert_eq!(street.get("ada", &there).await.status, StatusCode::OK, "it is still there");
}

#[tokio::test]
async fn a_small_picture_is_shown_once_it_is_made() {
    let (street, ticket, id) = with_photo().await;
    let small = format!("/files/{id}/small");
    assert_eq!(street.get("ada", &small).await.status, StatusCode::NOT_FOUND);
    let page = async |who, path: String| String::from_utf8(street.get(who, &path).await.body).unwrap();
    let waiting = page("ada", format!("/portal/repairs/{ticket}")).await;
    assert!(waiting.contains("Small picture comes in a moment") && !waiting.contains(&small));

    make_small(&street, id).await;
    let answer = street.get("roommate", &small).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "image/jpeg"));
    assert_eq!(answer.header("content-disposition"), "", "shown where it stands");
    assert_eq!(answer.header("content-security-policy"), "sandbox; default-src 'none'");
    for (who, path) in [("ada", "/portal/repairs"), ("owner", "/maintenance")] {
        assert!(page(who, format!("{path}/{ticket}")).await.contains(&format!("src=\"{small}\"")), "{who}");
    }
}

#[tokio::test]
async fn only_whoever_brought_it_and_the_landlord_take_it_away() {
    let (street, ticket, id) = with_photo().await;
    let (file, remove, restore) =
        (format!("/files/{id}"), format!("/files/{id}/remove"), format!("/files/{id}/restore"));
    assert_eq!(street.post("roommate", &remove).await.status, StatusCode::NOT_FOUND);
    let eyes = street.post("eyes_of_ada", &remove).await;
    assert_eq!(eyes.status, StatusCode::UNPROCESSABLE_ENTITY, "looking changes nothing");

    let removed = street.post("ada", &remove).await;
    assert_eq!(removed.header("location"), format!("/portal/repairs/{ticket}"));
    let (_, undo) = removed.notice();
    assert_eq!(undo, restore);
    for who in SEE_IT {
        assert_eq!(street.get(who, &file).await.status, StatusCode::NOT_FOUND, "{who}");
    }
    assert_eq!(street.post("ada", &undo).await.status, StatusCode::SEE_OTHER);
    assert_eq!(street.get("roommate", &file).await.status, StatusCode::OK);

    let removed = street.post("owner", &remove).await;
    assert_eq!(removed.header("location"), format!("/maintenance/{ticket}"));
    assert_eq!(
        street.post("ada", &restore).await.status,
        StatusCode::NOT_FOUND,
        "what the landlord took away"
    );
    let (_, undo) = removed.notice();
    assert!(undo.starts_with("/activity/"), "{undo}");
    let back = street.post("owner", &undo).await;
    assert!(back.notice().0.starts_with("Taken back"), "{:?}", back.notice());
    assert_eq!(street.get("ada", &file).await.status, StatusCode::OK);
}
