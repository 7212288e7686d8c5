//! "Same money?": two lines side by side, what differs marked, and the two answers.

use chrono::NaiveDate;
use leptos::prelude::*;
use store::lines::Line;

use super::desk::Desk;
use crate::kernel::link_to;
use crate::ui::{Icon, button, date, money};

/// The question about the chosen line and the one it looks like.
pub fn view(desk: &Desk, line: &Line, other: &Line) -> AnyView {
    let sum = line.amount.abs().to_string();
    let action = desk.under(link_to(format!("/review/{}/twin", line.id))).href();
    let next = desk.next().map(|id| id.to_string()).unwrap_or_default();
    view! {
        <article class="sheet" aria-labelledby="twin-h">
            <header class="sheet-head">
                <h2 id="twin-h">"Same money?"</h2>
                <p class="sum">{sum.clone()}</p>
                <p class="word">{money::way(line.amount)}</p>
                <p class="src">{format!("Until you answer both count, so {sum} may be in the books twice.")}</p>
            </header>
            {pair(line, other)}
            <form class="actions" method="post" action=action>
                <input type="hidden" name="next" value=next/>
                <input type="hidden" name="version" value=line.version.to_string()/>
                {button("Same money, keep one").icon(Icon::Twin).sends("do", "same")}
                {button("Two purchases, keep both").sends("do", "two")}
            </form>
        </article>
    }
    .into_any()
}

fn pair(a: &Line, b: &Line) -> AnyView {
    let day = |d: NaiveDate| date::long_day(d);
    let (old, new) = marked(&b.description, &a.description);
    view! {
        <table class="table pair">
            <caption class="sr">"Two bank lines that may be the same money, side by side"</caption>
            <thead><tr><td></td><th scope="col">"There already"</th><th scope="col">"This one"</th></tr></thead>
            <tbody>
                {row("Date", cell(&day(b.posted_on), a.posted_on != b.posted_on), cell(&day(a.posted_on), a.posted_on != b.posted_on))}
                {row(if a.amount.0 < 0 { "Paid out" } else { "Received" }, b.amount.abs().to_string().into_any(), a.amount.abs().to_string().into_any())}
                <tr><th scope="row">"Bank text"</th><td class="raw">{old}</td><td class="raw">{new}</td></tr>
                {row("Source", source(b), source(a))}
            </tbody>
        </table>
    }
    .into_any()
}

fn row(name: &'static str, old: AnyView, new: AnyView) -> AnyView {
    view! { <tr><th scope="row">{name}</th><td>{old}</td><td>{new}</td></tr> }.into_any()
}

fn cell(words: &str, differs: bool) -> AnyView {
    let words = words.to_string();
    if differs { view! { <mark>{words}</mark> }.into_any() } else { words.into_any() }
}

fn source(line: &Line) -> AnyView {
    let href = format!("/transactions/{}", line.id);
    let words = match &line.origin {
        Some(origin) => format!("{}, line {}", origin.file_name, origin.line_no),
        None => "typed by hand".to_string(),
    };
    view! { <a href=href>{words}</a> }.into_any()
}

/// Two texts with what differs between their common beginning and end marked.
fn marked(a: &str, b: &str) -> (AnyView, AnyView) {
    let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let front = x.iter().zip(&y).take_while(|(p, q)| p == q).count();
    let most = x.len().min(y.len()) - front;
    let back = x.iter().rev().zip(y.iter().rev()).take(most).take_while(|(p, q)| p == q).count();
    let split = |text: &[char]| {
        let part = |range: std::ops::Range<usize>| text[range].iter().collect::<String>();
        let end = text.len() - back;
        let middle = part(front..end);
        let middle = (!middle.is_empty()).then(|| view! { <mark>{middle}</mark> });
        view! { {part(0..front)} {middle} {part(end..text.len())} }.into_any()
    };
    (split(&x), split(&y))
}
