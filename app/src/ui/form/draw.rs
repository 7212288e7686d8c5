//! How a field is drawn: label, control with what was typed, suggestions, hint and error.

use std::borrow::Cow;

use domain::Typed;
use leptos::prelude::*;

use super::control::{Below, Control, Slot, below, id_of};
use super::field::{Field, Kind, Options};
use crate::ui::html::escaped;

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
        let key = self.key.map(|key| view! { " " <kbd>{key}</kbd> });
        let (label_for, list) = (id.clone(), self.suggestion_list(&id));
        let (control, lines) = self.control(id, value, below);
        view! {
            <div class=class>
                <label for=label_for>{label} {optional} {key}</label>
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
                <textarea id=id name=name rows=rows dir="auto" maxlength=self.max placeholder=placeholder required=required
                    readonly=fixed aria-invalid=invalid aria-describedby=described
                    inner_html=format!("\n{}", escaped(&value))></textarea>
            }
            .into_any(),
            Kind::Select(groups) => view! {
                <select id=id name=name required=required aria-invalid=invalid aria-describedby=described data-key=self.key>
                    {option_groups(groups, &value)}
                </select>
            }
            .into_any(),
            Kind::File { accept, several, camera } => view! {
                <input id=id name=name type="file" accept=accept multiple=several capture=camera.then_some("environment")
                    required=required aria-invalid=invalid aria-describedby=described/>
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
