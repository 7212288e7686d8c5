//! What happens to a report whose photos are not all sound: it is kept, with those that are, and a sentence for each other.

use axum::http::StatusCode;
use domain::id::TicketId;
use futures::TryStreamExt;
use store::testing::fresh;

use super::jpeg;
use super::street::Street;

#[tokio::test]
async fn a_bad_photo_costs_nobody_their_report() {
    let mut street = Street::new(8 << 20).await;
    let ticket = TicketId(fresh());
    let pdf = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n".to_vec();
    let files = [
        ("leak.png", jpeg(300, 200)),
        ("bill.jpg", pdf),
        ("huge.jpg", vec![0xFF; 21 << 20]),
        ("drawing.svg", b"<svg><script>alert(1)</script></svg>".to_vec()),
        ("cut.jpg", jpeg(300, 200)[..2_000].to_vec()),
        ("", Vec::new()),
    ];
    let answer = street.report("ada", ticket, &files).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::SEE_OTHER, format!("/portal/repairs/{ticket}").as_str())
    );
    let (words, _) = answer.notice();
    for told in [
        "“huge.jpg” is larger than 20 MB",
        "“drawing.svg” is a web page or a drawing",
        "“cut.jpg” ends in the middle",
    ] {
        assert!(words.contains(told), "{words}");
    }
    let kept: Vec<_> = street.rows(ticket).await.into_iter().map(|(_, kind, name, _)| (kind, name)).collect();
    let pair = |kind: &str, name: &str| (kind.to_string(), name.to_string());
    assert_eq!(kept, [pair("pdf", "bill.pdf"), pair("jpeg", "leak.jpg")], "each by what it is");
}

#[tokio::test]
async fn a_report_that_is_sent_twice_brings_its_photos_once() {
    let mut street = Street::new(8 << 20).await;
    let (ticket, photo) = (TicketId(fresh()), jpeg(300, 200));
    let files = [("leak.jpg", photo)];
    let (first, second) =
        tokio::join!(street.report("ada", ticket, &files), street.report("ada", ticket, &files));
    assert_eq!((first.status, second.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert_eq!(street.rows(ticket).await.len(), 1);
}

#[tokio::test]
async fn a_full_portfolio_says_so_and_fills_no_disk() {
    let mut street = Street::new(1_000).await;
    let ticket = TicketId(fresh());
    let answer = street.report("ada", ticket, &[("leak.jpg", jpeg(300, 200))]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(
        answer.notice().0.contains("“leak.jpg” was not kept, because there is no more room"),
        "{:?}",
        answer.notice()
    );
    assert!(street.rows(ticket).await.is_empty());
    let lying: Vec<_> = street.house.shelf.list(&street.portfolio.to_string()).try_collect().await.unwrap();
    assert!(lying.is_empty(), "{lying:?}");
}

#[tokio::test]
async fn whoever_may_not_report_leaves_no_bytes_behind() {
    let mut street = Street::new(8 << 20).await;
    let ticket = TicketId(fresh());
    for (who, status) in [("bookkeeper", StatusCode::NOT_FOUND), ("former", StatusCode::NOT_FOUND)] {
        assert_eq!(street.report(who, ticket, &[("leak.jpg", jpeg(30, 20))]).await.status, status, "{who}");
    }
    assert!(street.rows(ticket).await.is_empty());
    let lying: Vec<_> = street.house.shelf.list(&street.portfolio.to_string()).try_collect().await.unwrap();
    assert!(lying.is_empty(), "{lying:?}");
}

#[tokio::test]
async fn the_forms_that_may_bring_much_are_there() {
    let street = Street::new(1 << 20).await;
    for form in app::files::FORMS {
        // Whoever nobody knows is sent to sign in, where there is something to sign in for.
        let answer = street.post("a stranger", &form.replace("{id}", &fresh().to_string())).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{form}");
    }
}
