//! The chosen line: what the bank showed, what we think and why, and the form that books it.

use domain::Typed;
use leptos::prelude::*;
use store::lines::Line;

use super::desk::Desk;
use super::page::Beside;
use super::parts;
use super::pile::share;
use crate::transactions::name_of;
use crate::ui::form::{Control, check, error_summary};
use crate::ui::words::{grouped, things};
use crate::ui::{Icon, button, date, icon, money};

/// The sheet with its form; `typed` is what somebody typed, or the guess.
pub fn view(desk: &Desk, beside: &Beside, line: &Line, typed: &Typed) -> AnyView {
    view! {
        <article class="sheet" aria-labelledby="line-h">
            {head(line)}
            {reason(desk, beside, line)}
            {form(desk, beside, line, typed)}
        </article>
    }
    .into_any()
}

fn head(line: &Line) -> AnyView {
    let day = date::day_time(line.posted_on, date::long_day(line.posted_on));
    let account = format!("/accounts/{}", line.account);
    let source = view! { {day} " from " <a href=account>{line.account_name.clone()}</a> "." };
    view! {
        <header class="sheet-head">
            <h2 id="line-h">{name_of(line)}</h2>
            <p class="sum">{line.amount.abs().to_string()}</p>
            <p class="raw"><samp>{line.description.clone()}</samp></p>
            <p class="word">{money::way(line.amount)}</p>
            <p class="src">{source}</p>
        </header>
    }
    .into_any()
}

/// What we think it was for, why, and how sure we are.
fn reason(desk: &Desk, beside: &Beside, line: &Line) -> AnyView {
    let known = beside.always.as_ref().filter(|p| p.agree + p.differ > 0).map(|p| {
        let href = format!("/transactions?text={}", urlencode(&line.merchant));
        let words = format!(
            "Same payee {} before: {} the same.",
            things(p.agree + p.differ, "time", "times"),
            grouped(p.agree)
        );
        view! { <li>{icon(Icon::Refresh)} <span>{words} " " <a href=href>"See them"</a></span></li> }
    });
    let Some(guess) = &line.guess else {
        return view! {
            <div class="reason">
                <p class="is">"No suggestion"</p>
                <ul>{known} <li>{icon(Icon::Question)} <span>"Nothing in the text says what it was for."</span></li></ul>
            </div>
        }
        .into_any();
    };
    let name = desk.pick.category(&guess.category).unwrap_or(&guess.category).to_string();
    let home = guess.property.and_then(|p| desk.pick.property(&p.to_string()).map(|n| format!(", {n}")));
    let why = match guess.rule {
        Some(rule) => view! { <a href=format!("/rules/{rule}")>{guess.reason.clone()}</a> }.into_any(),
        None => guess.reason.clone().into_any(),
    };
    let mark = if guess.rule.is_some() { Icon::Rule } else { Icon::Info };
    view! {
        <div class="reason">
            <p class="is">{name} {home}</p>
            <ul><li>{icon(mark)} <span>{why}</span></li> {known}</ul>
            {gauge(guess.confidence)}
        </div>
    }
    .into_any()
}

fn gauge(percent: i16) -> AnyView {
    let words = share(percent);
    let label = format!("{words} on a scale from 0 to 1. Lines book by themselves from 0.95.");
    view! {
        <div class="how">
            <b>{format!("Confidence {words}")}</b>
            <svg class="gauge" height="12" role="img" aria-label=label>
                <line class="base" x1="0" x2="100%" y1="6" y2="6"></line>
                <line class="on" x1="0" x2=format!("{percent}%") y1="6" y2="6"></line>
                <line class="mark" x1="95%" x2="95%" y1="0" y2="12"></line>
            </svg>
            "Rules book by themselves from 0.95."
        </div>
    }
    .into_any()
}

fn form(desk: &Desk, beside: &Beside, line: &Line, typed: &Typed) -> AnyView {
    let total = line.amount.abs();
    let action = desk.line_link(line.id).href();
    let next = desk.next().map(|id| id.to_string()).unwrap_or_default();
    view! {
        <form method="post" action=action novalidate>
            // Enter in a field presses the first button of a form: this one, and not the one that takes a part away.
            <button class="sr" name="do" value="accept" tabindex="-1" aria-hidden="true">"Accept and next"</button>
            <input type="hidden" name="version" value=line.version.to_string()/>
            <input type="hidden" name="next" value=next/>
            {error_summary(typed, &parts::slots(typed, &desk.pick))}
            {parts::draw(typed, total, &desk.pick)}
            {in_its_place(line, typed)}
            {always(beside, line, typed)}
            <div class="actions">
                {button("Accept and next").primary().sends("do", "accept").key("Enter")}
                {button("Set aside").sends("do", "set-aside").key("x")}
            </div>
        </form>
    }
    .into_any()
}

/// The question about a line that is probably an expense booked by hand: whether it takes that one's place.
fn in_its_place(line: &Line, typed: &Typed) -> Option<AnyView> {
    line.guess.as_ref()?.by_hand?;
    let words = "It is the expense that was booked by hand";
    let hint = "It takes its place, so the money counts once. Without this tick both count.";
    Some(check("by_hand", words).hint(hint).draw(typed, "f"))
}

/// The offer to make a rule of it, with what that would have meant so far.
fn always(beside: &Beside, line: &Line, typed: &Typed) -> Option<AnyView> {
    let so_far = beside.always.as_ref()?;
    let mut words = format!("Would settle {} here", things(so_far.open, "more line", "more lines"));
    if so_far.agree + so_far.differ > 0 {
        words.push_str(&format!(
            "; {} of {} agree",
            grouped(so_far.agree),
            things(so_far.agree + so_far.differ, "booked line", "booked lines")
        ));
        if so_far.differ > 0 {
            words.push_str(&format!(", {} and stay as they are", things(so_far.differ, "differs", "differ")));
        }
    }
    words.push('.');
    if parts::count(typed) > 1 {
        words = format!("The first part, not the split. {words}");
    }
    let box_ = check("always", format!("Always do this for {}?", name_of(line))).hint(words);
    Some(view! { <div class="always">{box_.draw(typed, "f")}</div> }.into_any())
}

/// The form of a line nobody has touched: one part, as guessed.
pub fn guessed(line: &Line) -> Typed {
    let guess = line.guess.as_ref();
    let part = parts::Part {
        category: guess.map(|g| g.category.clone()).unwrap_or_default(),
        property: guess.and_then(|g| g.property),
        amount: line.amount.abs(),
    };
    let mut typed = Typed::default();
    parts::fill(&mut typed, &[part]);
    if guess.is_some_and(|g| g.by_hand.is_some()) {
        typed.set("by_hand", "1");
    }
    typed
}

fn urlencode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
