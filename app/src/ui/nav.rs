//! The places of both portals. A new page adds its line here, and nowhere else.

use domain::Role;
use leptos::prelude::*;

use super::chrome::Chrome;
use super::icon::Icon;
use super::status::Tone;
use super::words::things;

/// A number behind a place, shown while it is not zero.
pub struct Count {
    /// Where the number comes from.
    pub of: fn(&Chrome) -> i64,
    /// What is counted, one and several, for readers: "line waits", "lines wait".
    pub words: (&'static str, &'static str),
    /// Its color.
    pub tone: Tone,
}

/// One place of the landlord's contents page.
pub struct Place {
    /// Where it is.
    pub href: &'static str,
    /// What it is called.
    pub word: &'static str,
    /// A number that waits there.
    pub count: Option<Count>,
    /// Who finds it on their contents page.
    pub seen_by: fn(Role) -> bool,
}

/// Places under one heading; the first and the last group have none.
pub struct Group {
    /// The heading.
    pub title: Option<&'static str>,
    /// Id of the heading.
    pub id: &'static str,
    /// The places.
    pub places: &'static [Place],
}

const fn place(href: &'static str, word: &'static str) -> Place {
    Place { href, word, count: None, seen_by: Role::is_member }
}

const fn of_people(href: &'static str, word: &'static str) -> Place {
    Place { href, word, count: None, seen_by: Role::keeps_people }
}

const REVIEW: Place = Place {
    count: Some(Count {
        of: |chrome| chrome.review_count,
        words: ("line waits", "lines wait"),
        tone: Tone::Plain,
    }),
    ..place("/review", "Review")
};

const NOTIFICATIONS: Place = Place {
    count: Some(Count { of: |chrome| chrome.unread, words: ("is new", "are new"), tone: Tone::Plain }),
    ..of_people("/notifications", "Notifications")
};

const REPAIRS: Place = Place {
    count: Some(Count {
        of: |chrome| chrome.repairs_count,
        words: ("repair waits for an answer", "repairs wait for an answer"),
        tone: Tone::Late,
    }),
    ..of_people("/maintenance", "Repairs")
};

/// The landlord's contents page.
pub const LANDLORD: &[Group] = &[
    Group { title: None, id: "nav-now", places: &[place("/", "Today"), REVIEW, NOTIFICATIONS] },
    Group {
        title: Some("Money"),
        id: "nav-money",
        places: &[place("/transactions", "Transactions"), place("/accounts", "Accounts")],
    },
    Group {
        title: Some("Homes"),
        id: "nav-homes",
        places: &[
            place("/properties", "Properties"),
            of_people("/leases", "Leases"),
            of_people("/tenants", "Tenants"),
            REPAIRS,
        ],
    },
    Group {
        title: Some("Year"),
        id: "nav-year",
        places: &[place("/reports", "Reports"), place("/tax", "Tax")],
    },
    Group {
        title: None,
        id: "nav-more",
        places: &[place("/rules", "Rules"), place("/activity", "Activity"), place("/settings", "Settings")],
    },
];

/// The tenant's tabs: at most five, so that a thumb can hit them.
pub const TENANT: &[(&str, &str, Icon)] = &[
    ("/portal", "Home", Icon::Home),
    ("/portal/repairs", "Repairs", Icon::Wrench),
    ("/portal/lease", "Lease", Icon::Sign),
    ("/portal/people", "People", Icon::Users),
    ("/portal/settings", "Settings", Icon::Settings),
];

/// How a place is marked on a page: `page` on itself, `location` on the pages below it.
pub(super) fn mark(href: &str, path: &str, home: &str) -> Option<&'static str> {
    let path = path.split('?').next().unwrap_or(path);
    if path == href {
        return Some("page");
    }
    let below = path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/'));
    (below && href != home).then_some("location")
}

/// The groups as lists of links with dotted leaders to their counts.
pub(super) fn contents(chrome: &Chrome) -> Vec<AnyView> {
    LANDLORD
        .iter()
        .filter_map(|group| {
            let places: Vec<_> = group
                .places
                .iter()
                .filter(|place| (place.seen_by)(chrome.role))
                .map(|place| entry(place, chrome))
                .collect();
            let title = group.title.map(|title| view! { <p class="group" id=group.id>{title}</p> });
            let labelled = group.title.map(|_| group.id);
            (!places.is_empty())
                .then(|| view! { {title} <ul aria-labelledby=labelled>{places}</ul> }.into_any())
        })
        .collect()
}

/// What changes the number behind a place.
fn heard(href: &str) -> Option<&'static str> {
    match href {
        "/review" => Some("review line import document rule account"),
        "/maintenance" => Some("ticket"),
        "/notifications" => Some("notice"),
        _ => None,
    }
}

fn entry(place: &Place, chrome: &Chrome) -> AnyView {
    let count = place.count.as_ref().map(|count| (count, (count.of)(chrome))).filter(|(_, n)| *n > 0);
    let count = count.map(|(count, n)| {
        let heard = format!(", {}", things(n, count.words.0, count.words.1));
        view! {
            <span class="count" data-tone=count.tone.word()>
                <span aria-hidden="true">{n}</span> <span class="sr">{heard}</span>
            </span>
        }
    });
    let here = mark(place.href, &chrome.path, "/");
    // On a page that hears of changes the numbers keep up.
    let heard = heard(place.href);
    let id = heard.map(|_| format!("at{}", place.href.replace('/', "-")));
    view! { <li id=id data-live=heard><a href=place.href aria-current=here>{place.word} {count}</a></li> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_below_marks_its_place_and_home_marks_only_itself() {
        assert_eq!(mark("/tax", "/tax", "/"), Some("page"));
        assert_eq!(mark("/tax", "/tax/2026", "/"), Some("location"));
        assert_eq!(mark("/tax", "/tax?year=2026", "/"), Some("page"));
        assert_eq!(mark("/tax", "/taxes", "/"), None);
        assert_eq!(mark("/", "/tax", "/"), None);
        assert_eq!(mark("/portal", "/portal/lease", "/portal"), None);
    }

    #[test]
    fn there_are_at_most_five_tabs() {
        assert!(TENANT.len() <= 5);
    }
}
