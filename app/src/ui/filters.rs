//! A row of fields that narrow a long list. A plain GET form, so that what is shown has an address.

use domain::Typed;
use leptos::prelude::*;

use super::button::{button, link_button};
use super::form::{Control, Field};

/// The fields, filled from the query, with a button that shows what they ask for. `cleared` leads back to everything.
pub fn filters(
    action: impl Into<String>,
    typed: &Typed,
    fields: impl IntoIterator<Item = Field>,
    cleared: Option<String>,
) -> AnyView {
    let fields: Vec<AnyView> = fields.into_iter().map(|field| field.draw(typed, "show")).collect();
    let cleared: Option<AnyView> = cleared.map(|href| link_button(href, "Show all").quiet().view());
    view! {
        <form class="narrow-down" method="get" action=action.into() role="search" aria-label="Narrow the list down">
            {fields}
            <div class="actions">{button("Show")} {cleared}</div>
        </form>
    }
    .into_any()
}
