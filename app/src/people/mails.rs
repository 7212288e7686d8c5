//! The letters of this slice: plain text, short, with one link.

use store::mail::NewMail;

/// A link to choose a new password.
pub fn reset(base_url: &str, secret: &str) -> (String, String) {
    let body = format!(
        "Hello,\n\nsomebody asked for a new password for this address. If it was you, choose one here within the hour:\n\n\
         {base_url}/reset/{secret}\n\nIf it was not you, do nothing: your password stays as it is.\n\nDuplex\n"
    );
    ("A new password for Duplex".to_string(), body)
}

/// A link that lets somebody in.
pub fn invitation(to: &str, portfolio: &str, from: &str, role: domain::Role, link: &str) -> NewMail {
    let what = match role {
        domain::Role::Tenant => "your home, your lease and the people to call".to_string(),
        role => format!("the books, as {}", role.title().to_lowercase()),
    };
    let body = format!(
        "Hello,\n\n{from} invites you to {portfolio} on Duplex: {what}. This link opens once, within 14 days:\n\n\
         {link}\n\nIf you do not know what this is about, do nothing.\n\nDuplex\n"
    );
    let subject: String = format!("{portfolio} invites you").chars().take(200).collect();
    NewMail { recipient: to.to_string(), subject, body }
}
