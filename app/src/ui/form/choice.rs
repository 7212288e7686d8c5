//! A few choices: rows with a radio each, or several words in one line.

use std::borrow::Cow;

use domain::Typed;
use leptos::prelude::*;

use super::control::{Control, Slot, below, id_of};

type Text = Cow<'static, str>;

struct Choice {
    value: Text,
    title: Text,
    words: Option<Text>,
    price: Option<Text>,
    off: bool,
}

/// A question with its choices.
pub struct Choices {
    name: Text,
    question: Text,
    in_line: bool,
    choices: Vec<Choice>,
}

/// Rows between hairlines; the chosen one is tinted. For choices that need a sentence.
pub fn choices(name: impl Into<Text>, question: impl Into<Text>) -> Choices {
    Choices { name: name.into(), question: question.into(), in_line: false, choices: Vec::new() }
}

/// A few single words in one line, like Month, Quarter, Year.
pub fn segments(name: impl Into<Text>, question: impl Into<Text>) -> Choices {
    Choices { in_line: true, ..choices(name, question) }
}

impl Choices {
    /// One choice. Without an answer yet the first is chosen.
    pub fn choice(mut self, value: impl Into<Text>, title: impl Into<Text>) -> Choices {
        let (value, title) = (value.into(), title.into());
        self.choices.push(Choice { value, title, words: None, price: None, off: false });
        self
    }

    /// A sentence under the choice before it.
    pub fn words(mut self, words: impl Into<Text>) -> Choices {
        if let Some(last) = self.choices.last_mut() {
            last.words = Some(words.into());
        }
        self
    }

    /// An amount at the right of the choice before it.
    pub fn price(mut self, price: impl Into<Text>) -> Choices {
        if let Some(last) = self.choices.last_mut() {
            last.price = Some(price.into());
        }
        self
    }

    /// The choice before it cannot be taken; its words say why.
    pub fn off(mut self) -> Choices {
        if let Some(last) = self.choices.last_mut() {
            last.off = true;
        }
        self
    }

    fn chosen(&self, typed: &Typed) -> Option<usize> {
        let value = typed.value(&self.name);
        let typed = self.choices.iter().position(|c| c.value == value && !c.off);
        typed.or_else(|| self.choices.iter().position(|c| !c.off))
    }
}

impl Control for Choices {
    fn slots(&self, prefix: &str) -> Vec<Slot> {
        let id = choice_id(prefix, &self.name, self.choices.first());
        vec![Slot { name: self.name.to_string(), label: self.question.to_string(), id }]
    }

    fn draw(self, typed: &Typed, prefix: &str) -> AnyView {
        let below = below(typed, &self.name, &id_of(prefix, &self.name), None);
        let chosen = self.chosen(typed);
        let (name, in_line) = (self.name, self.in_line);
        let rows: Vec<AnyView> = self
            .choices
            .into_iter()
            .enumerate()
            .map(|(i, choice)| {
                let id = choice_id(prefix, &name, Some(&choice));
                radio(id, name.clone(), choice, chosen == Some(i), in_line)
            })
            .collect();
        let class = if in_line { "segments" } else { "choices" };
        view! {
            <fieldset class="field" aria-describedby=below.described>
                <legend class="legend-q">{self.question.into_owned()}</legend>
                <div class=class>{rows}</div>
                {below.lines}
            </fieldset>
        }
        .into_any()
    }
}

/// The id of one radio, so that CSS can uncover what follows from it.
fn choice_id(prefix: &str, name: &str, choice: Option<&Choice>) -> String {
    id_of(&id_of(prefix, name), choice.map_or("", |c| &c.value))
}

fn radio(id: String, name: Text, choice: Choice, checked: bool, in_line: bool) -> AnyView {
    let Choice { value, title, words, price, off } = choice;
    let title = title.into_owned();
    if in_line {
        return view! {
            <label><input type="radio" id=id name=name value=value checked=checked disabled=off/>{title}</label>
        }
        .into_any();
    }
    let words = words.map(|words| view! { <small>{words.into_owned()}</small> });
    let price = price.map(|price| view! { <span class="price">{price.into_owned()}</span> });
    view! {
        <label class="choice">
            <input type="radio" id=id name=name value=value checked=checked disabled=off/>
            <span><b>{title}</b> {words}</span>
            {price}
        </label>
    }
    .into_any()
}
