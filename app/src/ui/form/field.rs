//! One field: label, control, hint, and the error below with its icon.

use std::borrow::Cow;

use domain::Typed;
use leptos::prelude::*;

use super::control::{Below, Control, Slot, below, id_of};
use crate::ui::html::escaped;

type Text = Cow<'static, str>;

/// Options of a list under an optional heading, `(value, words)` each.
type Options = (Option<Text>, Vec<(Text, Text)>);

enum Kind {
    Input { kind: &'static str, mode: Option<&'static str>, complete: Option<&'static str>, keeps: bool },
    Money,
    Area { rows: u16 },
    Select(Vec<Options>),
    File { accept: &'static str, several: bool },
}

/// A field in the making. Required until said otherwise.
pub struct Field {
    name: Text,
    label: Text,
    kind: Kind,
    hint: Option<Text>,
    placeholder: Option<Text>,
    max: Option<u32>,
    min: Option<Text>,
    required: bool,
    fixed: bool,
    suggestions: Vec<String>,
}

fn input(name: impl Into<Text>, label: impl Into<Text>, kind: &'static str) -> Field {
    Field::new(name, label, Kind::Input { kind, mode: None, complete: None, keeps: true })
}

/// A line of text.
pub fn text(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    input(name, label, "text")
}

/// A mail address.
pub fn email(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    input(name, label, "email").complete("email")
}

/// A phone number.
pub fn phone(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    input(name, label, "tel").complete("tel")
}

/// Words to look for.
pub fn search(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    input(name, label, "search").complete("off").optional()
}

/// A whole number.
pub fn number(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    let kind = Kind::Input { kind: "text", mode: Some("numeric"), complete: Some("off"), keeps: true };
    Field::new(name, label, kind)
}

/// A day, chosen from the browser's own calendar.
pub fn date(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    input(name, label, "date")
}

/// An amount in dollars; a person may type `1450` or `1,450.00`.
pub fn money(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    Field::new(name, label, Kind::Money)
}

/// The password of somebody who has one. It is never sent back to the page.
pub fn password(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    secret(name, label, "current-password")
}

/// A password to be.
pub fn new_password(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    secret(name, label, "new-password")
}

fn secret(name: impl Into<Text>, label: impl Into<Text>, complete: &'static str) -> Field {
    let kind = Kind::Input { kind: "password", mode: None, complete: Some(complete), keeps: false };
    Field::new(name, label, kind)
}

/// Several lines of text.
pub fn area(name: impl Into<Text>, label: impl Into<Text>) -> Field {
    Field::new(name, label, Kind::Area { rows: 3 })
}

/// One of a list, `(value, words)` each.
pub fn select<V: Into<Text>, W: Into<Text>>(
    name: impl Into<Text>,
    label: impl Into<Text>,
    options: impl IntoIterator<Item = (V, W)>,
) -> Field {
    Field::new(name, label, Kind::Select(Vec::new())).options(None::<String>, options)
}

/// A file from the person's machine; `accept` as in HTML, like `.csv,.ofx`.
pub fn choose_file(name: impl Into<Text>, label: impl Into<Text>, accept: &'static str) -> Field {
    Field::new(name, label, Kind::File { accept, several: false })
}

impl Field {
    fn new(name: impl Into<Text>, label: impl Into<Text>, kind: Kind) -> Field {
        Field {
            name: name.into(),
            label: label.into(),
            kind,
            hint: None,
            placeholder: None,
            max: None,
            min: None,
            required: true,
            fixed: false,
            suggestions: Vec::new(),
        }
    }

    /// May stay empty; the label says so.
    pub fn optional(mut self) -> Field {
        self.required = false;
        self
    }

    /// A sentence that helps, below the control.
    pub fn hint(mut self, words: impl Into<Text>) -> Field {
        self.hint = Some(words.into());
        self
    }

    /// An example inside the empty control. Never the only place where something is said.
    pub fn placeholder(mut self, words: impl Into<Text>) -> Field {
        self.placeholder = Some(words.into());
        self
    }

    /// At most so many characters.
    pub fn max(mut self, characters: u32) -> Field {
        self.max = Some(characters);
        self
    }

    /// The earliest day that makes sense, as `2026-11-30`.
    pub fn from(mut self, day: impl Into<Text>) -> Field {
        self.min = Some(day.into());
        self
    }

    /// Can be read and is sent, but not changed.
    pub fn fixed(mut self) -> Field {
        self.fixed = true;
        self
    }

    /// What the browser may fill in: a token of HTML's `autocomplete`.
    pub fn complete(mut self, token: &'static str) -> Field {
        if let Kind::Input { complete, .. } = &mut self.kind {
            *complete = Some(token);
        }
        self
    }

    /// Lines shown at first, for several lines of text.
    pub fn rows(mut self, count: u16) -> Field {
        if let Kind::Area { rows } = &mut self.kind {
            *rows = count;
        }
        self
    }

    /// Takes several files at once.
    pub fn several(mut self) -> Field {
        if let Kind::File { several, .. } = &mut self.kind {
            *several = true;
        }
        self
    }

    /// Words the browser offers while somebody types.
    pub fn suggest(mut self, words: impl IntoIterator<Item = String>) -> Field {
        self.suggestions.extend(words);
        self
    }

    /// More options of a list, under a heading where one is given.
    pub fn options<V: Into<Text>, W: Into<Text>>(
        mut self,
        heading: Option<impl Into<Text>>,
        options: impl IntoIterator<Item = (V, W)>,
    ) -> Field {
        if let Kind::Select(groups) = &mut self.kind {
            let options: Vec<(Text, Text)> = options.into_iter().map(|(v, w)| (v.into(), w.into())).collect();
            if !options.is_empty() {
                groups.push((heading.map(Into::into), options));
            }
        }
        self
    }

    /// The words of the empty choice that a list begins with, like "Choose a category".
    pub fn blank(mut self, words: impl Into<Text>) -> Field {
        if let Kind::Select(groups) = &mut self.kind {
            groups.insert(0, (None, vec![(Text::Borrowed(""), words.into())]));
        }
        self
    }
}

impl Control for Field {
    fn slots(&self, prefix: &str) -> Vec<Slot> {
        let id = id_of(prefix, &self.name);
        vec![Slot { name: self.name.to_string(), label: self.label.to_string(), id }]
    }

    fn draw(mut self, typed: &Typed, prefix: &str) -> AnyView {
        let id = id_of(prefix, &self.name);
        let below = below(typed, &self.name, &id, self.hint.take());
        let value = typed.value(&self.name).to_string();
        let optional = (!self.required && !self.fixed && !self.is_search())
            .then(|| view! { " " <span class="optional">"optional"</span> });
        let class = if matches!(self.kind, Kind::Money) { "field money" } else { "field" };
        let label = self.label.to_string();
        let (label_for, list) = (id.clone(), self.suggestion_list(&id));
        let (control, lines) = self.control(id, value, below);
        view! {
            <div class=class>
                <label for=label_for>{label} {optional}</label>
                {control} {list} {lines}
            </div>
        }
        .into_any()
    }
}

impl Field {
    fn is_search(&self) -> bool {
        matches!(self.kind, Kind::Input { kind: "search", .. })
    }

    fn suggestion_list(&self, id: &str) -> Option<AnyView> {
        (!self.suggestions.is_empty()).then(|| {
            let words: Vec<_> =
                self.suggestions.iter().map(|word| view! { <option value=word.clone()></option> }).collect();
            view! { <datalist id=format!("{id}-l")>{words}</datalist> }.into_any()
        })
    }

    fn control(self, id: String, value: String, below: Below) -> (AnyView, AnyView) {
        let Below { described, invalid, lines } = below;
        let list = (!self.suggestions.is_empty()).then(|| format!("{id}-l"));
        let name = self.name;
        let (required, fixed) = (self.required, self.fixed);
        let placeholder = self.placeholder.map(Cow::into_owned);
        let control = match self.kind {
            Kind::Input { kind, mode, complete, keeps } => view! {
                <input id=id name=name type=kind inputmode=mode autocomplete=complete value=keeps.then_some(value)
                    maxlength=self.max min=self.min placeholder=placeholder list=list required=required
                    readonly=fixed aria-invalid=invalid aria-describedby=described/>
            }
            .into_any(),
            Kind::Money => view! {
                <span class="affix">
                    <span aria-hidden="true">"$"</span>
                    <input id=id name=name type="text" inputmode="decimal" autocomplete="off" value=value
                        placeholder=placeholder required=required readonly=fixed aria-invalid=invalid
                        aria-describedby=described/>
                </span>
            }
            .into_any(),
            Kind::Area { rows } => view! {
                <textarea id=id name=name rows=rows maxlength=self.max placeholder=placeholder required=required
                    readonly=fixed aria-invalid=invalid aria-describedby=described
                    inner_html=format!("\n{}", escaped(&value))></textarea>
            }
            .into_any(),
            Kind::Select(groups) => view! {
                <select id=id name=name required=required aria-invalid=invalid aria-describedby=described>
                    {option_groups(groups, &value)}
                </select>
            }
            .into_any(),
            Kind::File { accept, several } => view! {
                <input id=id name=name type="file" accept=accept multiple=several required=required
                    aria-invalid=invalid aria-describedby=described/>
            }
            .into_any(),
        };
        (control, lines)
    }
}

fn option_groups(groups: Vec<Options>, chosen: &str) -> Vec<AnyView> {
    groups
        .into_iter()
        .map(|(heading, options)| {
            let options: Vec<_> = options
                .into_iter()
                .map(|(value, words)| {
                    let selected = value == chosen;
                    view! { <option value=value selected=selected>{words.into_owned()}</option> }
                })
                .collect();
            match heading {
                Some(heading) => view! { <optgroup label=heading>{options}</optgroup> }.into_any(),
                None => options.into_any(),
            }
        })
        .collect()
}
