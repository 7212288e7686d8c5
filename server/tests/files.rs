//! Styles, scripts and icons as a browser gets them. Needs the site that bin/site builds.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it stands")]

mod common;

use common::{Answer, Served, duplex, folder};
use store::testing::TestHouse;

/// Where the site says a file is.
fn address(name: &str) -> String {
    // The program under test lies beside it: TARGET/debug/duplex and TARGET/site.
    let target = std::path::Path::new(env!("CARGO_BIN_EXE_duplex")).ancestors().nth(2).unwrap();
    let list = std::fs::read_to_string(target.join("site/site.json"))
        .expect("bin/site builds what this test asks for");
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    list[name].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn files_come_small_and_once() {
    let house = TestHouse::new().await;
    let folder = folder();
    let mut command = duplex(folder.path());
    command.env("DATABASE_URL", &house.url);
    let served = Served::start_with(command);
    let get = |path: &str, headers: &[(&str, &str)]| -> Answer { served.ask("GET", path, headers) };

    let style = address("duplex.css");
    assert!(style.starts_with("/pkg/duplex.") && style.ends_with(".css"), "{style}");
    for (asked, encoding) in [("gzip, deflate, br", Some("br")), ("gzip", Some("gzip")), ("identity", None)] {
        let answer = get(&style, &[("accept-encoding", asked)]);
        assert_eq!((answer.status, answer.header("content-encoding")), (200, encoding), "{asked}");
        assert_eq!(answer.header("content-type"), Some("text/css"));
        assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert_eq!(answer.header("vary"), Some("accept-encoding"));
    }
    let wasm = get(&address("duplex_bg.wasm"), &[("accept-encoding", "br")]);
    assert_eq!(
        (wasm.header("content-type"), wasm.header("content-encoding")),
        (Some("application/wasm"), Some("br"))
    );

    let icons = get("/icons.svg", &[]);
    let tag = icons.header("etag").unwrap().to_owned();
    assert!(
        icons.header("cache-control").unwrap().contains("max-age=3600"),
        "a plain name must not be kept forever"
    );
    let again = get("/icons.svg", &[("if-none-match", &tag.replace("w/", "W/"))]);
    assert_eq!((again.status, again.body.as_str()), (304, ""));

    for path in
        ["/site.json", "/../Cargo.toml", "/pkg/../../Cargo.toml", "/pkg/%2e%2e/%2e%2e/Cargo.toml", "/pkg/"]
    {
        assert_eq!(get(path, &[]).status, 404, "{path}");
    }
    assert_eq!(served.ask("POST", &style, &[("sec-fetch-site", "same-origin")]).status, 404);
}
