//! `/review` and `/review/{line}`: the pile, and one sheet of it in front of you.

use axum::extract::Path;
use axum::response::Response;
use domain::Typed;
use domain::id::BankLineId;
use domain::rules::{Band, RuleDraft};
use leptos::prelude::*;
use store::Tx;
use store::lines::{self, Line};
use store::review::Sort;
use store::rules::{self, Preview};

use super::desk::Desk;
use super::{pile, sheet, twin};
use crate::islands::Keys;
use crate::kernel::{Answer, Asked, Door, Failure, Landlord, Page, Visit, link_to};
use crate::ui::words::{grouped, things};
use crate::ui::{Icon, button, dialog_layer, empty, link_button, opener, page_head, press};

/// What the sheet shows beside the line itself.
pub struct Beside {
    /// What "always do this" would have meant so far.
    pub always: Option<Preview>,
    /// The line it may be the same money as.
    pub other: Option<lines::Line>,
}

/// `GET /review?show=…&account=…`
pub async fn pile(Landlord(visit): Landlord, Asked(asked): Asked) -> Answer {
    let chosen = asked.value("line").parse().ok();
    let mut tx = visit.enter().await?;
    let desk = Desk::read(&mut tx, &visit, &asked, chosen).await?;
    show(&visit, &mut tx, desk, None).await
}

/// `GET /review/{line}?show=…&account=…`
pub async fn one(Landlord(visit): Landlord, Path(id): Path<BankLineId>, Asked(asked): Asked) -> Answer {
    let mut tx = visit.enter().await?;
    let desk = Desk::read(&mut tx, &visit, &asked, Some(id)).await?;
    show(&visit, &mut tx, desk, None).await
}

/// Draws the desk; `typed` is a form that could not be accepted, or one part more or less.
///
/// # Errors
/// [`Failure::Broken`] when the database does not answer.
pub async fn show(visit: &Visit, tx: &mut Tx, desk: Desk, typed: Option<Typed>) -> Result<Response, Failure> {
    let beside = match &desk.line {
        Some(line) if desk.is_open() => beside(tx, &desk, line).await?,
        _ => Beside { always: None, other: None },
    };
    let typed = typed.or_else(|| desk.line.as_ref().map(sheet::guessed)).unwrap_or_default();
    let page = Page::new(Door::Landlord, title(&desk)).with_islands().refused_if(!typed.is_sound());
    let page = page.live_on("review line import document rule account");
    Ok(page.draw(visit, || body(&desk, &beside, &typed)))
}

async fn beside(tx: &mut Tx, desk: &Desk, line: &Line) -> store::Result<Beside> {
    let other = match &line.twin {
        Some((other, None)) => Some(lines::find(tx, *other).await?),
        _ => None,
    };
    let always = match &line.guess {
        Some(guess) if !line.merchant.is_empty() => {
            let name = desk.pick.category(&guess.category).unwrap_or(&guess.category);
            let draft = RuleDraft::always(&line.merchant, &guess.category, name, guess.property);
            Some(rules::preview(tx, &draft).await?)
        }
        _ => None,
    };
    Ok(Beside { always, other })
}

fn title(desk: &Desk) -> String {
    match (desk.all(), &desk.account) {
        (0, None) => "All caught up".into(),
        (0, Some((_, name))) => format!("Nothing waits on {name}"),
        (n, None) => format!("{} for you", things(n, "line waits", "lines wait")),
        (n, Some((_, name))) => format!("{} on {name}", things(n, "line waits", "lines wait")),
    }
}

fn body(desk: &Desk, beside: &Beside, typed: &Typed) -> AnyView {
    if desk.groups.is_empty() && desk.line.is_none() {
        let words = "Every line is in the books or set aside. New ones come with the next file.";
        let add = link_button("/imports/new", "Import a file").icon(Icon::Upload);
        return view! { {page_head("Review")} {empty("All caught up", words, Some(add))} }.into_any();
    }
    let sheets = match &desk.line {
        None if desk.all() == 0 => {
            let all = link_button("/review", "Show all accounts");
            empty("Every line of this account is decided", "Lines of other accounts still wait.", Some(all))
        }
        None => empty("Nothing under this tab", "The other tabs hold what is left.", None),
        Some(line) if !desk.is_open() => {
            let words = "Somebody has decided about this line. Its page says what, and can take it back.";
            let see =
                link_button(format!("/transactions/{}", line.id), "See it").icon_after(Icon::ArrowRight);
            empty(format!("{} does not wait any more", crate::transactions::name_of(line)), words, Some(see))
        }
        Some(line) => {
            let twin = beside.other.as_ref().map(|other| twin::view(desk, line, other));
            view! { {twin} {sheet::view(desk, beside, line, typed)} }.into_any()
        }
    };
    view! {
        {head(desk)}
        <div class="beside-tabs">{pile::tab_row(desk)} {pile::account_choice(desk)}</div>
        <div class="desk">
            // The pile keeps up with what others decide; the sheet in front of somebody stays until they turn to the next.
            <div class="sheets" data-still="">{sheets}</div>
            {pile::view(desk)}
        </div>
        {keys()}
        <Keys/>
    }
    .into_any()
}

fn head(desk: &Desk) -> AnyView {
    let (received, paid) = desk.sums();
    let sums = match (paid.is_zero(), received.is_zero()) {
        (false, false) => format!("{paid} paid out and {received} received are not in the books yet."),
        (false, true) => format!("{paid} paid out is not in the books yet."),
        (true, false) => format!("{received} received is not in the books yet."),
        (true, true) => String::new(),
    };
    let (certain, twins) = (desk.count(Sort::Sure(Band::Certain)), desk.count(Sort::Twin));
    let sure = (certain > 0).then(|| format!(" {} certain.", things(certain, "is", "are")));
    let twice = (twins > 0).then(|| {
        let href = desk.link(Some(Sort::Twin)).href();
        view! { " " <a href=href>{format!("{} may be the same money twice.", grouped(twins))}</a> }
    });
    let mut head = page_head(title(desk)).lead(view! { {sums} {sure} {twice} });
    if certain > 0 {
        let action = link_to("/review/accept-certain").with("account", desk.account_word()).href();
        let word = format!("Accept {} certain", grouped(certain));
        head = head.action(press(action, button(word).icon(Icon::Check)));
    }
    head.view()
}

/// The keys, at the foot of the page where there is a keyboard.
fn keys() -> AnyView {
    let all = view! {
        <ul>
            <li><kbd>"j"</kbd> " the next line"</li>
            <li><kbd>"k"</kbd> " the line before"</li>
            <li><kbd>"Enter"</kbd> " accept and go on"</li>
            <li><kbd>"c"</kbd> " to the category, " <kbd>"p"</kbd> " to the property, " <kbd>"Esc"</kbd> " back"</li>
            <li><kbd>"s"</kbd> " split into one part more"</li>
            <li><kbd>"x"</kbd> " set aside"</li>
            <li><kbd>"u"</kbd> " undo what was just done"</li>
            <li><kbd>"?"</kbd> " these keys"</li>
        </ul>
    };
    view! {
        <ul class="keys" aria-label="Keyboard">
            <li><kbd>"j"</kbd> <kbd>"k"</kbd> " next, previous"</li>
            <li><kbd>"Enter"</kbd> " accept"</li>
            <li><kbd>"c"</kbd> " category"</li>
            <li><kbd>"p"</kbd> " property"</li>
            <li><kbd>"s"</kbd> " split"</li>
            <li><kbd>"x"</kbd> " set aside"</li>
            <li><kbd>"u"</kbd> " undo"</li>
            <li>{opener("all-keys", "All keys").quiet().small().key("?")}</li>
        </ul>
        {dialog_layer("all-keys", "Keys", all.into_any())}
    }
    .into_any()
}
