//! What jobs need besides the database.

use crate::config::Config;
use crate::failure::{Failure, failed};
use app::Shelf;
use connect::mail::{Mailer, Settings};

/// Made once at start, shared by all jobs.
pub struct Things {
    /// Sends letters; absent where no mail server is set.
    pub mailer: Option<Mailer>,
    /// Where photos and documents lie.
    pub shelf: Shelf,
    /// How people reach this house, for links in letters: without a slash at the end.
    pub base_url: String,
}

impl Things {
    /// Reads the settings; connects nowhere yet.
    pub fn new(config: &Config, shelf: Shelf) -> Result<Things, Failure> {
        let (Some(server), Some(from)) = (config.smtp_url.clone(), config.mail_from.clone()) else {
            return Ok(Things { mailer: None, shelf, base_url: config.public_url() });
        };
        let mailer = Mailer::new(&Settings { server, from });
        let mailer = mailer
            .map_err(|error| failed(format!("Mail cannot be sent: {error}. See `duplex help config`.")))?;
        Ok(Things { mailer: Some(mailer), shelf, base_url: config.public_url() })
    }
}
