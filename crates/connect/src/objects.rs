//! Where the bytes of files lie: a folder of this machine, or a bucket of an S3 service. What lies there, and under which
//! names, is decided elsewhere.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, ObjectStoreExt, RetryConfig};
use url::Url;

/// Longest wait for a whole answer of the service: twenty megabytes over a slow line.
const PATIENCE: Duration = Duration::from_secs(60);
/// Longest wait for the service to take the call.
const CONNECT_PATIENCE: Duration = Duration::from_secs(5);
/// Somebody waits for the page, so what fails is tried again only for so long.
const RETRY_PATIENCE: Duration = Duration::from_secs(15);

/// Where the bytes lie. Cheap to clone.
pub type Objects = Arc<dyn ObjectStore>;

/// A place to be opened.
#[derive(Clone)]
pub enum Place {
    /// A folder of this machine; made when it is not there, for its owner alone.
    Folder(PathBuf),
    /// A bucket of an S3 service.
    Bucket(Box<Bucket>),
}

/// A bucket, and who we are there.
#[derive(Clone)]
pub struct Bucket {
    /// `s3://BUCKET` or `s3://BUCKET/FOLDER`.
    pub url: Url,
    /// Region, like `us-east-1`.
    pub region: String,
    /// Address of a service that is not Amazon's, like `https://minio.example.com`.
    pub endpoint: Option<Url>,
    /// Name and secret; without them the machine's own role is asked for.
    pub key: Option<(String, String)>,
    /// For a name and secret that hold for a while only.
    pub session_token: Option<String>,
}

/// Why a place cannot be used. The text is for whoever runs the program, and holds no secret.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody has to put it right.
    #[error("{0}")]
    Wrong(String),
    /// Not now; it may work later.
    #[error("{0}")]
    Later(String),
}

/// Opens a place. Of a bucket nobody is asked yet.
///
/// # Errors
/// [`Error::Wrong`] when the folder cannot be made or the settings do not fit together.
pub fn open(place: &Place) -> Result<Objects, Error> {
    match place {
        Place::Folder(path) => folder(path),
        Place::Bucket(bucket) => s3(bucket),
    }
}

fn folder(path: &Path) -> Result<Objects, Error> {
    let wrong = |error: &dyn std::fmt::Display| {
        Error::Wrong(format!("The folder {} cannot be used for files: {error}.", path.display()))
    };
    make_private(path).map_err(|error| wrong(&error))?;
    // A row about a file must not outlive a power cut that its bytes do not.
    let store = LocalFileSystem::new_with_prefix(path).map_err(|error| wrong(&error))?.with_fsync(true);
    Ok(Arc::new(store))
}

fn make_private(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => builder.recursive(true).create(path),
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        other => other,
    }
}

fn s3(bucket: &Bucket) -> Result<Objects, Error> {
    // TLS by the same library as everywhere in the house. Whoever was first has chosen the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let wrong =
        |error: object_store::Error| Error::Wrong(format!("The bucket cannot be used for files: {error}."));
    let name = bucket.url.host_str().unwrap_or_default();
    let plain = bucket.endpoint.as_ref().is_some_and(|url| url.scheme() == "http");
    let client = ClientOptions::new()
        .with_timeout(PATIENCE)
        .with_connect_timeout(CONNECT_PATIENCE)
        .with_allow_http(plain);
    let retry =
        RetryConfig { backoff: BackoffConfig::default(), max_retries: 3, retry_timeout: RETRY_PATIENCE };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(name)
        .with_region(&bucket.region)
        .with_client_options(client)
        .with_retry(retry)
        // Every service of this kind can remove one thing; not every one can remove many at once.
        .with_disable_bulk_delete(true);
    if let Some(url) = &bucket.endpoint {
        builder = builder.with_endpoint(url.as_str().trim_end_matches('/'));
    }
    if let Some((name, secret)) = &bucket.key {
        builder = builder.with_access_key_id(name).with_secret_access_key(secret);
    }
    if let Some(token) = &bucket.session_token {
        builder = builder.with_token(token);
    }
    let store = builder.build().map_err(wrong)?;
    match bucket.url.path().trim_matches('/') {
        "" => Ok(Arc::new(store)),
        prefix => Ok(Arc::new(PrefixStore::new(store, prefix))),
    }
}

/// Writes, reads and removes a small thing, so that what is set wrong is known before somebody brings a photo.
///
/// # Errors
/// [`Error::Wrong`] when the place says no, [`Error::Later`] when it says nothing.
pub async fn probe(objects: &Objects) -> Result<(), Error> {
    let place = object_store::path::Path::from("probe");
    let tried = async {
        objects.put(&place, b"duplex".as_slice().into()).await?;
        objects.get(&place).await?.bytes().await?;
        objects.delete(&place).await
    };
    tried.await.map_err(|error| explain(&error))
}

fn explain(error: &object_store::Error) -> Error {
    use object_store::Error as Cause;
    match error {
        Cause::NotFound { .. } => Error::Wrong("There is no such bucket for files.".into()),
        Cause::PermissionDenied { .. } | Cause::Unauthenticated { .. } => {
            Error::Wrong("The place for files does not let us write, read and remove there.".into())
        }
        other => Error::Later(format!("The place for files does not answer: {other}.")),
    }
}
