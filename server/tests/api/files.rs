//! Attachments: brought, listed, handed out and taken away; hidden ones answer as missing ones.

use serde_json::Value;

use crate::scene::Scene;
use crate::{ask, json_of, leak, open, strangers, text};

/// A form with one file.
fn bring(scene: &Scene, who: &str, ticket: &str, name: &str, bytes: &[u8]) -> (u16, Value) {
    let head = format!(
        "--x\r\ncontent-disposition: form-data; name=\"photos\"; filename=\"{name}\"\r\ncontent-type: image/png\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, b"\r\n--x--\r\n"].concat();
    let (authorization, length) = (format!("Bearer {who}"), body.len().to_string());
    let headers = [
        ("authorization", authorization.as_str()),
        ("content-type", "multipart/form-data; boundary=x"),
        ("content-length", &length),
    ];
    let answer = scene.served.send("POST", &format!("/api/v1/tickets/{ticket}/attachments"), &headers, &body);
    (answer.status, serde_json::from_str(&answer.body).unwrap())
}

fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(40, 30, image::Rgb([200, 10, 10]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn a_photo_is_brought_seen_by_the_household_and_taken_away() {
    let scene = open().await;
    let ticket = leak(&scene);
    let (status, kept) = bring(&scene, "maya", &ticket, "sink.png", &picture());
    assert_eq!((status, kept["left_out"].as_array().unwrap().len()), (200, 0), "{kept}");
    let file = text(&kept["items"][0]["id"]);
    let (status, told) = bring(&scene, "maya", &ticket, "sink.png", b"%PDF-1.7 no picture");
    assert_eq!(status, 200);
    assert!(told["left_out"][0].as_str().unwrap().contains("sink.png"), "{told}");

    let path = format!("/attachments/{file}");
    for who in ["maya", "daniel", "ruth"] {
        let answer = ask(&scene, who, "GET", &path, None);
        assert_eq!(answer.status, 200, "{who}");
        assert!(answer.header("content-disposition").unwrap().starts_with("attachment"));
    }
    let nothing = "/attachments/00000000-0000-4000-8000-0000000fffff";
    for who in strangers() {
        for (method, part) in [("GET", ""), ("GET", "/thumbnail"), ("DELETE", "")] {
            let hidden = ask(&scene, who, method, &format!("{path}{part}"), None);
            let missing = ask(&scene, who, method, &format!("{nothing}{part}"), None);
            assert_eq!(
                (hidden.status, &hidden.body),
                (missing.status, &missing.body),
                "{who} {method} {part}"
            );
            assert_eq!(hidden.status, 404, "{who} {method} {part}");
        }
    }
    json_of(&scene, "daniel", "DELETE", &path, None, 404);
    assert_eq!(ask(&scene, "maya", "DELETE", &path, None).status, 204);
    json_of(&scene, "ruth", "GET", &path, None, 404);
}
