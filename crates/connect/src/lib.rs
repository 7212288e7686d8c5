//! The outside world: mail over SMTP, and where the bytes of files lie.
//!
//! May use `domain` and nothing else of ours. Is told everything it needs (addresses, secrets, texts) by whoever calls
//! it, holds no database transaction and decides no rule of the business.

pub mod mail;
pub mod objects;
