//! Writing and changing a rule, with a look at what it would have met.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::id::RuleId;
use domain::rules::RuleDraft;
use leptos::prelude::*;
use store::rules::{self, Preview, RuleRow};
use store::{Error, Tx, accounts};

use super::preview;
use crate::kernel::{Answer, Asked, Door, Failure, Form, Landlord, Notice, Page, Visit, see_other};
use crate::pick::Pick;
use crate::ui::form::{form, money, number, select, text};
use crate::ui::{Icon, button, icon, page_head, press};

/// `GET /rules/new?…`; with `preview` in the address it also shows what the rule would have met.
pub async fn blank(Landlord(visit): Landlord, Asked(mut typed): Asked) -> Answer {
    for (name, value) in [("priority", "50"), ("confidence", "95"), ("direction", "any")] {
        if typed.value(name).is_empty() {
            typed.set(name, value);
        }
    }
    let mut tx = visit.enter().await?;
    let look = looked_at(&mut typed);
    draw(&visit, &mut tx, None, look, typed).await
}

/// `POST /rules/new`
pub async fn add(Landlord(visit): Landlord, Form(mut typed): Form) -> Answer {
    let draft = RuleDraft::read(&mut typed);
    let mut tx = visit.enter().await?;
    if !typed.is_sound() {
        return draw(&visit, &mut tx, None, None, typed).await;
    }
    let id = rules::add(&mut tx, &draft).await?;
    let settled = settled(&mut tx, id).await?;
    tx.commit().await?;
    Ok(see_other("/rules", Notice::new(format!("The rule “{}” is in force.{settled}", draft.name))))
}

/// `GET /rules/{id}`
pub async fn edit(Landlord(visit): Landlord, Path(id): Path<RuleId>, Asked(mut typed): Asked) -> Answer {
    let mut tx = visit.enter().await?;
    let rule = rules::find(&mut tx, id).await?;
    let look = match typed.checked("preview") {
        true => looked_at(&mut typed),
        false => {
            typed = filled(&rule);
            Some(rule.draft.clone())
        }
    };
    draw(&visit, &mut tx, Some(rule), look, typed).await
}

/// `POST /rules/{id}`
pub async fn change(Landlord(visit): Landlord, Path(id): Path<RuleId>, Form(mut typed): Form) -> Answer {
    let mut tx = visit.enter().await?;
    let current = rules::find(&mut tx, id).await?;
    let draft = RuleDraft::read(&mut typed);
    let version = typed.value("version").parse().unwrap_or_default();
    if !typed.is_sound() {
        return draw(&visit, &mut tx, Some(current), None, typed).await;
    }
    match rules::change(&mut tx, id, version, &draft).await {
        Ok(()) => {
            let settled = settled(&mut tx, id).await?;
            tx.commit().await?;
            let words = format!("The rule “{}” was changed. What it booked stays.{settled}", draft.name);
            Ok(see_other("/rules", Notice::new(words)))
        }
        Err(Error::Stale) => {
            typed.show_both(&filled(&current), LABELS);
            draw(&visit, &mut tx, Some(current), None, typed).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Lets the rule meet the lines that wait, and says what that settled.
async fn settled(tx: &mut Tx, id: RuleId) -> Result<String, Failure> {
    let booked = i64::try_from(rules::apply(tx, id).await?.booked.len()).unwrap_or(i64::MAX);
    Ok(match booked {
        0 => String::new(),
        n => format!(" It settled {} in review.", crate::ui::words::things(n, "line", "lines")),
    })
}

/// The rule as typed, when a look at its history was asked for and it can be read.
fn looked_at(typed: &mut Typed) -> Option<RuleDraft> {
    if !typed.checked("preview") {
        return None;
    }
    let draft = RuleDraft::read(typed);
    typed.is_sound().then_some(draft)
}

fn filled(rule: &RuleRow) -> Typed {
    let d = &rule.draft;
    let money = |amount: Option<domain::Cents>| amount.map(domain::Cents::plain).unwrap_or_default();
    Typed::filled([
        ("name", d.name.clone()),
        ("pattern", d.pattern.clone()),
        ("direction", d.direction.word().to_string()),
        ("account", d.account.map(|a| a.to_string()).unwrap_or_default()),
        ("least", money(d.least)),
        ("most", money(d.most)),
        ("category", d.category.clone()),
        ("property", d.property.map(|p| p.to_string()).unwrap_or_default()),
        ("priority", d.priority.to_string()),
        ("confidence", d.confidence.to_string()),
        ("version", rule.version.to_string()),
    ])
}

const LABELS: &[(&str, &str)] = &[
    ("name", "Name"),
    ("pattern", "Text"),
    ("direction", "Direction"),
    ("least", "From"),
    ("most", "Up to"),
    ("category", "Category"),
    ("priority", "Priority"),
    ("confidence", "Confidence"),
];

struct Known {
    pick: Pick,
    accounts: Vec<(String, String)>,
    preview: Option<Preview>,
    conflicts: Option<AnyView>,
}

async fn draw(
    visit: &Visit,
    tx: &mut Tx,
    rule: Option<RuleRow>,
    look: Option<RuleDraft>,
    typed: Typed,
) -> Result<Response, Failure> {
    let accounts = accounts::list(tx, true).await?;
    let id = rule.as_ref().map(|r| r.id);
    let (mut preview, mut conflicts) = (None, None);
    if let Some(draft) = &look {
        preview = Some(rules::preview(tx, draft).await?);
        conflicts = preview::conflicts(id, draft, &rules::list(tx).await?);
    }
    let known = Known {
        pick: Pick::read(tx, visit.today()).await?,
        accounts: accounts.into_iter().map(|a| (a.id.to_string(), a.title())).collect(),
        preview,
        conflicts,
    };
    let title = rule.as_ref().map_or("A new rule".to_string(), |r| r.draft.name.clone());
    let page = Page::new(Door::Landlord, title.clone()).refused_if(!typed.is_sound());
    Ok(page.draw(visit, || {
        let mut head = page_head(title).crumbs(&[("/rules", "Rules")]);
        head = match &rule {
            None => head.lead("What lines with certain words are for, from now on."),
            Some(rule) => head.lead(so_far(rule)).action(turn(rule)),
        };
        let found = known.preview.as_ref().map(preview::view);
        view! { {head} {fields(id, &typed, known.pick, known.accounts)} {found} {known.conflicts} }.into_any()
    }))
}

fn so_far(rule: &RuleRow) -> String {
    let who = rule.created_by.clone().unwrap_or_else(|| "Duplex".into());
    let lines = crate::ui::words::things(rule.hits, "line", "lines");
    let over = match rule.overrides {
        0 => "never overruled".to_string(),
        n => format!("overruled {}", crate::ui::words::things(n, "time", "times")),
    };
    format!("Made by {who}. {lines} so far, {over}.")
}

fn turn(rule: &RuleRow) -> AnyView {
    match rule.ended_at {
        None => press(format!("/rules/{}/end", rule.id), button("End this rule").quiet()),
        Some(_) => press(format!("/rules/{}/bring-back", rule.id), button("Bring back").icon(Icon::Undo)),
    }
}

fn fields(id: Option<RuleId>, typed: &Typed, pick: Pick, accounts: Vec<(String, String)>) -> AnyView {
    let (action, word) = match id {
        Some(id) => (format!("/rules/{id}"), "Save changes"),
        None => ("/rules/new".to_string(), "Make this rule"),
    };
    let ways = [("any", "Either way"), ("out", "Paid out"), ("in", "Received")];
    let mut category = select("category", "Category", Vec::<(String, String)>::new());
    for (heading, options) in pick.categories {
        category = category.options(Some(heading), options);
    }
    let look = view! {
        <p class="actions">
            <button class="button quiet" formmethod="get" formaction=action.clone() name="preview" value="1">
                {icon(Icon::Eye)} "See what it would have met"
            </button>
        </p>
    };
    form(action, typed)
        .hidden("version", typed.value("version"))
        .row([
            text("pattern", "Words in the bank’s text")
                .max(120)
                .hint("Whole words next to each other, like HOME DEPOT."),
            select("direction", "Money", ways),
        ])
        .row([
            category.blank("Choose a category"),
            select("property", "Property", pick.properties).blank("No property").optional(),
        ])
        .group(
            "Only some of those lines",
            [
                select("account", "Account", accounts).blank("Any account").optional(),
                money("least", "From").optional(),
                money("most", "Up to").optional(),
            ],
        )
        .row([
            text("name", "Name")
                .max(120)
                .optional()
                .hint("How you call it. Without one it is called by its words."),
            number("confidence", "Confidence").hint("Percent. From 95 on it books without asking."),
            number("priority", "Priority").hint("0 to 200, higher ones are asked first."),
        ])
        .part(look)
        .submit(word)
        .cancel("/rules")
        .view()
}
