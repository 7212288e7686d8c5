//! Who we are at the service that keeps files in a bucket. Its settings go by the names that everything else knows them by, so
//! they may be set on this machine for something else: they are looked at only when there is a bucket.

use super::values;
use crate::failure::Failure;
use url::Url;

/// As it was set, looked at by [`BucketAccess::check`].
#[derive(Debug, Clone, Default)]
pub struct BucketAccess {
    /// Name of the key.
    pub key: Option<String>,
    /// Its secret.
    pub secret: Option<String>,
    /// For keys that hold for a while.
    pub session_token: Option<String>,
    /// Like `us-east-1`.
    pub region: String,
    /// Address of a service that is not Amazon's.
    pub endpoint: Option<String>,
}

impl BucketAccess {
    /// Refuses what does not fit together.
    pub fn check(&self) -> Result<(), Failure> {
        if self.key.is_some() != self.secret.is_some() {
            return Err(Failure::Usage(
                "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together; set both to keep files in a bucket, or neither to \
                 use the role of this machine."
                    .to_owned(),
            ));
        }
        self.endpoint().map(|_| ())
    }

    /// The service's address, where it is not Amazon's.
    pub fn endpoint(&self) -> Result<Option<Url>, Failure> {
        let Some(text) = &self.endpoint else { return Ok(None) };
        values::origin(text).map(Some).map_err(|which| {
            Failure::Usage(format!(
                "AWS_ENDPOINT_URL is set to a value, {which}. `duplex help config` lists every setting."
            ))
        })
    }
}
