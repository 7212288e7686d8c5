//! The preview: every line of the file with what would become of it, and the button that imports.

use std::sync::Arc;

use domain::id::ImportId;
use leptos::prelude::*;
use store::imports::{self, Import};
use store::{Tx, lines};

use super::found::Found;
use super::lines::{Counts, Fate, Line, Show, listed, tab_row};
use super::reading::Reading;
use crate::kernel::Visit;
use crate::ui::words::things;
use crate::ui::{Icon, button, date, link_button, money, note};

/// What the page of a preview shows.
pub struct Preview {
    found: Arc<Found>,
    page: Vec<Line>,
    next: Option<u32>,
    show: Show,
    after: u32,
}

/// Compares a file with the lines of its account.
///
/// # Errors
/// [`store::Error::Database`] only.
pub async fn compared(tx: &mut Tx, import: &Import, reading: Reading) -> store::Result<Found> {
    let seen = imports::sight(tx, import.account, &reading.lines).await?;
    Ok(Found::of(reading, &seen))
}

impl Preview {
    /// Takes the page that is asked for.
    ///
    /// # Errors
    /// [`store::Error::Database`] only.
    pub async fn of(tx: &mut Tx, found: Arc<Found>, show: Show, after: u32) -> store::Result<Preview> {
        let (mut page, next) = found.page(show, after);
        for line in &mut page {
            name_twin(tx, line).await?;
        }
        Ok(Preview { found, page, next, show, after })
    }

    /// How many lines the file has.
    pub fn lines(&self) -> i64 {
        i64::try_from(self.found.len()).unwrap_or(i64::MAX)
    }

    /// As a view.
    pub fn view(self, visit: &Visit, import: ImportId) -> AnyView {
        let Counts { new, twin, .. } = self.found.counts;
        let notes: Vec<AnyView> =
            self.found.notes.iter().map(|words| note(Icon::Info, words.clone())).collect();
        let table = listed(import, &self.page, self.show, self.next, self.after == 0, visit.today());
        let word = match new + twin {
            0 => "Nothing new: done".to_string(),
            n => format!("Import {}", things(n, "new line", "new lines")),
        };
        let action = format!("/imports/{import}/import");
        view! {
            {notes}
            <section aria-label="Preview">
                {tab_row(import, self.found.counts, self.show)}
                {table}
                <form class="bar" method="post" action=action>
                    {button(word).primary()}
                    {link_button("/imports", "Leave it")}
                    <p>{self.aside()}</p>
                </form>
            </section>
        }
        .into_any()
    }

    /// What the bar says beside its button.
    fn aside(&self) -> String {
        let counts = self.found.counts;
        let mut words = format!("{}. ", counts.sentence(&self.found.unreadable));
        if counts.new + counts.twin > 0 {
            words.push_str(&format!("The new ones come to {}. ", money::flow(self.found.net)));
        }
        if counts.twin > 0 {
            words.push_str("Possible twins are imported and wait in review. ");
        }
        if counts.unreadable > 0 {
            words.push_str("Unreadable lines are kept aside.");
        }
        words.trim_end().to_string()
    }
}

/// Says which line a possible twin looks like.
async fn name_twin(tx: &mut Tx, line: &mut Line) -> store::Result<()> {
    if let Fate::Twin(id, words) = &mut line.fate {
        let other = lines::find(tx, *id).await?;
        *words = format!(
            "looks like {}, {}, {}",
            super::raw::beginning(&other.description, 40),
            date::full_day(other.posted_on),
            other.amount.abs()
        );
    }
    Ok(())
}
