//! What the first page says of repairs: emergencies, and households that wait for an answer.

use domain::ticket::Priority;
use store::Tx;
use store::tickets::{self, Line};

use crate::kernel::Visit;
use crate::tickets::when::{Clock, long};
use crate::ui::words::things;
use crate::ui::{Icon, Need, Tone, link_button, need};

/// So many are named; the rest is one line.
const NAMED: usize = 3;

/// Repairs that press, read for the first page.
#[derive(Default)]
pub struct Pressing(Vec<Line>);

/// Reads them; nothing for those who keep no people.
///
/// # Errors
/// [`store::Error::Database`] only.
pub async fn pressing(tx: &mut Tx, visit: &Visit) -> store::Result<Pressing> {
    match visit.keeps_people() {
        Ok(()) => Ok(Pressing(tickets::pressing(tx, 100).await?)),
        Err(_) => Ok(Pressing::default()),
    }
}

impl Pressing {
    /// As things that wait, the most pressing first.
    pub fn needs(&self, visit: &Visit) -> Vec<Need> {
        let clock = Clock::of(visit);
        let mut needs: Vec<Need> = self.0.iter().take(NAMED).map(|line| one(line, clock)).collect();
        let more = i64::try_from(self.0.len().saturating_sub(NAMED)).unwrap_or(i64::MAX);
        if more > 0 {
            let title = format!("{} for you", things(more, "more repair waits", "more repairs wait"));
            let open = link_button("/maintenance?show=waiting", "Open list");
            needs.push(need(Tone::Wait, Icon::Wrench, "/maintenance?show=waiting", title).action(open));
        }
        needs
    }
}

fn one(line: &Line, clock: Clock) -> Need {
    let href = format!("/maintenance/{}", line.id);
    let emergency = line.priority == Priority::Emergency;
    let (tone, mark) = if emergency { (Tone::Late, Icon::Alert) } else { (Tone::Wait, Icon::Wrench) };
    let title = if emergency { format!("Emergency: {}", line.title) } else { line.title.clone() };
    let mut words =
        need(tone, mark, href.clone(), title).words(format!("{}, {}", line.home(), line.reporter_name));
    words = match line.waits_since {
        Some(since) => words.fact(long(clock.now() - since), "waits for your answer"),
        None => words.fact(line.status.title(), format!("for {}", long(clock.now() - line.created_at))),
    };
    words.action(link_button(href, if line.waits_since.is_some() { "Answer" } else { "Open repair" }))
}
