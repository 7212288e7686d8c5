//! Opens the place where photos and documents lie, as it is configured, and looks whether it can be used.

use crate::config::Config;
use crate::failure::{Failure, failed};
use app::Shelf;
use connect::objects::{self, Bucket, Error, Place};

/// A folder in the data folder, or a bucket. What is set wrong is refused before anybody brings a photo; a service that only
/// does not answer just now does not keep the rest of the house from being served.
pub async fn open(config: &Config) -> Result<Shelf, Failure> {
    let wrong = |error: Error| {
        failed(format!("Photos and documents cannot be kept: {error} See `duplex help config`."))
    };
    let place = match &config.files_url {
        None => Place::Folder(config.data_dir.join("files")),
        Some(url) => Place::Bucket(Box::new(Bucket {
            url: url.clone(),
            region: config.bucket.region.clone(),
            endpoint: config.bucket.endpoint()?,
            key: config.bucket.key.clone().zip(config.bucket.secret.clone()),
            session_token: config.bucket.session_token.clone(),
        })),
    };
    let objects = objects::open(&place).map_err(wrong)?;
    match objects::probe(&objects).await {
        Ok(()) => {}
        Err(Error::Later(why)) if config.files_url.is_some() => tracing::warn!("{why}"),
        Err(error) => return Err(wrong(error)),
    }
    Ok(Shelf::new(objects, u64::from(config.files_mb_max) << 20))
}
