//! `/tenants`: everybody who rents or rented here, by name, with how to reach them.

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::form::clean;
use domain::tenant::call_link;
use leptos::prelude::*;
use store::tenants::{self, Access, Home, Listing, TenantRow};

use crate::kernel::{Answer, Asked, Door, Landlord, Page, link_to};
use crate::ui::table::{name, wide, words};
use crate::ui::{Icon, Status, Tone, date, empty, find, link_button, next_page, page_head, status, table};

const PAGE_SIZE: u16 = 50;

/// `GET /tenants`
pub async fn show(Landlord(visit): Landlord, Asked(asked): Asked) -> Answer {
    visit.keeps_people()?;
    let wanted = clean(asked.value("q"));
    let after = asked.value("after_id").parse().ok().map(|id| (clean(asked.value("after")), id));
    let on_first = after.is_none();
    // One more than a page holds tells whether there is a next one.
    let listing = Listing { find: wanted.clone(), after, limit: PAGE_SIZE + 1 };
    let mut tx = visit.enter().await?;
    let mut rows = tenants::list(&mut tx, &listing, visit.today()).await?;
    let more = rows.len() > usize::from(PAGE_SIZE);
    rows.truncate(usize::from(PAGE_SIZE));
    Ok(Page::new(Door::Landlord, "Tenants").draw(&visit, || {
        let add = link_button("/tenants/new", "Add tenant").icon(Icon::Plus);
        if rows.is_empty() && wanted.is_empty() && on_first {
            let words = "Tenants come with their lease, or on their own. They see nothing until you invite them.";
            return view! { {page_head("Tenants")} {empty("No tenants yet", words, Some(add.primary()))} }
                .into_any();
        }
        let head = page_head("Tenants").lead("Everybody who rents or rented from you, by name.").action(add);
        let box_ = find("/tenants", "Find a tenant by name", &wanted, []);
        if rows.is_empty() {
            let words = "Try a part of the name, or fewer letters.";
            let all = link_button("/tenants", "Show all tenants");
            let none = empty(format!("Nobody is called “{wanted}”"), words, Some(all));
            return view! { {head} {box_} {none} }.into_any();
        }
        let here = link_to("/tenants").with("q", wanted.clone());
        let next = rows.last().filter(|_| more).map(|last| {
            here.clone().with("after", last.key.clone()).with("after_id", last.id.to_string()).href()
        });
        let first = (!on_first).then(|| here.href());
        view! { {head} {box_} {listed(&rows, visit.today(), visit.zone())} {next_page("By name", first, next)} }
            .into_any()
    }))
}

fn listed(rows: &[TenantRow], today: NaiveDate, zone: Tz) -> AnyView {
    let columns = [name("Name"), wide("Home"), words("Phone"), wide("Mail"), words("Portal")];
    let mut list = table("Tenants", columns);
    for tenant in rows {
        let (home, when) = tenant.home.as_ref().map(|home| home_words(home, today)).unwrap_or_default();
        list.row(|row| {
            row.link(&format!("/tenants/{}", tenant.id), &tenant.name).narrow(&home);
            match &tenant.home {
                Some(lease) => row.link(&format!("/leases/{}", lease.lease), &home).sub(&when),
                None => row.dash(),
            };
            match &tenant.phone {
                Some(phone) => row.link(&call_link(phone), phone),
                None => row.dash(),
            };
            match &tenant.email {
                Some(email) => row.link(&format!("mailto:{email}"), email),
                None => row.dash(),
            };
            row.status(&access(tenant.access, today, zone));
        });
    }
    list.view()
}

/// The home, and since or until when; today's home needs no words.
fn home_words(home: &Home, today: NaiveDate) -> (String, String) {
    let when = match home.until_on {
        _ if home.from_on > today => format!("from {}", date::full_day(home.from_on)),
        Some(last) if last < today => format!("moved out {}", date::full_day(last)),
        Some(last) => format!("until {}", date::full_day(last)),
        None => String::new(),
    };
    (home.name.clone(), when)
}

/// Whether somebody uses the portal, in a word or two.
pub fn access(access: Access, today: NaiveDate, zone: Tz) -> Status {
    match access {
        Access::SignsIn => status(Tone::Plain, Icon::Check, "Signs in"),
        Access::Invited(until) => {
            let last = until.with_timezone(&zone).date_naive();
            status(Tone::Move, Icon::Sent, format!("Invited until {}", date::column_day(last, today)))
        }
        Access::None => status(Tone::Plain, Icon::Lock, "Not invited"),
    }
}
