//! The fields of a report that both doors share: what it is about as tiles to touch, and where.

use domain::Typed;
use domain::ticket::{Category, PLACES};
use leptos::prelude::*;

use super::words::category_icon;
use crate::ui::form::{Control, Field, Slot, area, text};
use crate::ui::{Icon, icon};

/// What it is about: a tile for each kind, with its sign. Nothing is chosen before somebody has.
pub struct Tiles;

const NAME: &str = "category";
const QUESTION: &str = "What is it about?";

impl Control for Tiles {
    fn slots(&self, prefix: &str) -> Vec<Slot> {
        let id = format!("{prefix}-{NAME}-{}", Category::Water.word());
        vec![Slot { name: NAME.into(), label: QUESTION.into(), id }]
    }

    fn draw(self, typed: &Typed, prefix: &str) -> AnyView {
        let chosen = typed.value(NAME).to_string();
        let error = typed.error(NAME).map(str::to_string);
        let error_id = error.as_ref().map(|_| format!("{prefix}-{NAME}-e"));
        let described = error_id.clone();
        let error = error.map(|words| view! { <p class="error" id=error_id>{icon(Icon::Alert)} {words}</p> });
        let tiles: Vec<_> = Category::ALL
            .into_iter()
            .map(|category| {
                let word = category.word();
                view! {
                    <label class="tile">
                        <input type="radio" name=NAME value=word id=format!("{prefix}-{NAME}-{word}") checked=chosen == word/>
                        {icon(category_icon(category))} <span>{category.title()}</span>
                    </label>
                }
            })
            .collect();
        view! {
            <fieldset class="field" aria-describedby=described>
                <legend class="legend-q">{QUESTION}</legend>
                <div class="tiles">{tiles}</div>
                {error}
            </fieldset>
        }
        .into_any()
    }
}

/// Where: a word, with those people use most offered.
pub fn place() -> Field {
    text("place", "Where?")
        .max(60)
        .suggest(PLACES.map(String::from))
        .complete("off")
        .hint("Kitchen, upstairs bathroom, front door …")
}

/// What is wrong, in full. Its length is not cut off while somebody types, so that nothing is lost.
pub fn description(label: &'static str) -> Field {
    area("description", label).rows(5)
}
