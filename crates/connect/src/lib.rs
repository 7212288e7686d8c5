//! The outside world: for now, mail over SMTP.
//!
//! May use `domain` and nothing else of ours. Is told everything it needs (addresses, secrets, texts) by whoever calls
//! it, holds no database transaction and decides no rule of the business.

pub mod mail;
