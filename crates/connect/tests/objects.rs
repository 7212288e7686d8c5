//! Places for files: a folder, and an S3 service on loopback that keeps what it is sent and says no to strangers.

#![allow(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::sync::{Arc, Mutex};

use connect::objects::{Bucket, Error, Objects, Place, open, probe};
use futures::TryStreamExt;
use object_store::ObjectStoreExt;
use object_store::path::Path;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

type Kept = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// One request: its line, its headers, its body.
async fn hear(stream: &mut BufReader<TcpStream>) -> Option<(String, String, Vec<u8>)> {
    let (mut line, mut headers) = (String::new(), String::new());
    stream.read_line(&mut line).await.ok().filter(|bytes| *bytes > 0)?;
    loop {
        let mut header = String::new();
        stream.read_line(&mut header).await.unwrap();
        if header.trim().is_empty() {
            break;
        }
        headers.push_str(&header.to_lowercase());
    }
    let length = headers.lines().find_map(|h| h.strip_prefix("content-length: ")?.trim().parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).await.unwrap();
    Some((line, headers, body))
}

/// What such a service does with a request for its one bucket.
fn answer(kept: &Kept, line: &str, headers: &str, body: Vec<u8>) -> (u16, Vec<u8>) {
    let mut words = line.split_whitespace();
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    if !headers.contains("authorization: aws4-hmac-sha256 credential=house/") {
        return (403, b"<Error><Code>AccessDenied</Code></Error>".to_vec());
    }
    let Some(name) = path.strip_prefix("/homes") else {
        return (404, b"<Error><Code>NoSuchBucket</Code></Error>".to_vec());
    };
    let mut kept = kept.lock().unwrap();
    match method {
        "PUT" => (200, kept.insert(name.into(), body).map_or_else(Vec::new, |_| Vec::new())),
        "GET" if name.starts_with('?') => {
            let rows: String = kept.iter().map(|(name, bytes)| {
                let (key, size) = (name.trim_start_matches('/'), bytes.len());
                format!("<Contents><Key>{key}</Key><LastModified>2026-11-20T12:00:00.000Z</LastModified><Size>{size}</Size></Contents>")
            }).collect();
            (
                200,
                format!("<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>")
                    .into_bytes(),
            )
        }
        "GET" => kept
            .get(name)
            .map_or((404, b"<Error><Code>NoSuchKey</Code></Error>".to_vec()), |b| (200, b.clone())),
        "DELETE" => (204, kept.remove(name).map_or_else(Vec::new, |_| Vec::new())),
        _ => (501, Vec::new()),
    }
}

/// Starts the service; answers its address and what it keeps.
async fn service() -> (Url, Kept) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let kept = Kept::default();
    let shelf = kept.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let shelf = shelf.clone();
            tokio::spawn(async move {
                let mut stream = BufReader::new(stream);
                while let Some((line, headers, body)) = hear(&mut stream).await {
                    let (status, body) = answer(&shelf, &line, &headers, body);
                    let head = format!(
                        "HTTP/1.1 {status} x\r\netag: \"1\"\r\nlast-modified: Fri, 20 Nov 2026 12:00:00 GMT\r\ncontent-length: {}\r\n\r\n",
                        body.len()
                    );
                    stream.get_mut().write_all(&[head.into_bytes(), body].concat()).await.unwrap();
                }
            });
        }
    });
    (url, kept)
}

fn bucket(url: &str, endpoint: &Url, key: &str) -> Bucket {
    Bucket {
        url: Url::parse(url).unwrap(),
        region: "us-east-1".into(),
        endpoint: Some(endpoint.clone()),
        key: Some((key.into(), "secret".into())),
        session_token: None,
    }
}

async fn keeps_what_it_is_given(objects: &Objects) {
    let place = Path::from("p/a.small");
    objects.put(&place, b"small".as_slice().into()).await.unwrap();
    assert_eq!(objects.get(&place).await.unwrap().bytes().await.unwrap(), "small");
    let all: Vec<_> = objects.list(Some(&Path::from("p"))).try_collect().await.unwrap();
    assert_eq!(all.iter().map(|o| (o.location.as_ref(), o.size)).collect::<Vec<_>>(), [("p/a.small", 5)]);
    objects.delete(&place).await.unwrap();
    assert!(matches!(objects.get(&place).await, Err(object_store::Error::NotFound { .. })));
}

#[tokio::test]
async fn a_folder_is_made_for_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("data").join("files");
    let objects = open(&Place::Folder(place.clone())).unwrap();
    probe(&objects).await.unwrap();
    keeps_what_it_is_given(&objects).await;
    assert_eq!(std::fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o700);
    open(&Place::Folder(place)).unwrap();

    let taken = folder.path().join("taken");
    std::fs::write(&taken, "x").unwrap();
    let Err(Error::Wrong(sentence)) = open(&Place::Folder(taken)) else { panic!("a file is no folder") };
    assert!(sentence.contains("/taken cannot be used"), "{sentence}");
}

#[tokio::test]
async fn a_bucket_keeps_files_under_its_folder() {
    let (endpoint, kept) = service().await;
    let objects = open(&Place::Bucket(Box::new(bucket("s3://homes/duplex", &endpoint, "house")))).unwrap();
    probe(&objects).await.unwrap();
    assert!(kept.lock().unwrap().is_empty(), "the probe leaves nothing behind");
    objects.put(&Path::from("p/a"), b"one".as_slice().into()).await.unwrap();
    assert_eq!(kept.lock().unwrap().keys().collect::<Vec<_>>(), ["/duplex/p/a"]);
    objects.delete(&Path::from("p/a")).await.unwrap();
    keeps_what_it_is_given(&objects).await;
}

#[tokio::test]
async fn what_is_set_wrong_is_told_without_the_secret() {
    let (endpoint, _) = service().await;
    for (url, key) in [("s3://homes", "stranger"), ("s3://elsewhere", "house")] {
        let objects = open(&Place::Bucket(Box::new(bucket(url, &endpoint, key)))).unwrap();
        let Err(Error::Wrong(sentence)) = probe(&objects).await else { panic!("{url} is wrong") };
        assert!(!sentence.contains("secret") && sentence.ends_with('.'), "{sentence}");
    }
}
