//! Every kind of work, a line each: its word in the database, what people call it, its limits, and the function that does
//! one.

use super::things::Things;
use super::work::{Ending, Work};
use super::{mail, notify, ping, sweep, sweep_files, thumbnail};
use domain::job::Kind;
use futures::future::BoxFuture;

/// A kind of work, and who does it.
pub struct Line {
    /// What is known of it.
    pub kind: Kind,
    /// False where this program lacks what it needs; then it waits for one that has it.
    pub able: fn(&Things) -> bool,
    /// Does one.
    pub run: fn(Work) -> BoxFuture<'static, Ending>,
}

/// The registry. A new kind is a line here and a function; what enqueues it names its word.
#[rustfmt::skip]
pub const LINES: &[Line] = &[
    Line { kind: kind("mail", "Mail", 4, 8, 150), able: |things| things.mailer.is_some(), run: |work| Box::pin(mail::send(work)) },
    Line { kind: kind("notify", "Notification", 8, 8, 30), able: always, run: |work| Box::pin(notify::tell(work)) },
    Line { kind: kind("notify_mail", "Letter about a repair", 4, 8, 30), able: |things| things.mailer.is_some(), run: |work| Box::pin(notify::mail(work)) },
    Line { kind: kind("sweep", "Tidying up", 2, 4, 600).daily(3), able: always, run: |work| Box::pin(sweep::run(work)) },
    Line { kind: kind("thumbnail", "Small pictures", 1, 6, 120), able: always, run: |work| Box::pin(thumbnail::make(work)) },
    Line { kind: kind("sweep_files", "Sweeping files", 1, 4, 1800).daily(4), able: always, run: |work| Box::pin(sweep_files::run(work)) },
    Line { kind: kind("ping", "Check of the queue", 100, 3, 10), able: always, run: |work| Box::pin(ping::run(work)) },
];

/// Word, title, most at once in one program, most tries, longest time for a try in seconds.
const fn kind(
    word: &'static str,
    title: &'static str,
    at_once: u16,
    tries_max: u16,
    seconds_max: u32,
) -> Kind {
    Kind { word, title, at_once, tries_max, seconds_max, every: None }
}

fn always(_: &Things) -> bool {
    true
}

/// What is known of every kind, for pages.
pub fn kinds() -> Vec<Kind> {
    LINES.iter().map(|line| line.kind).collect()
}
