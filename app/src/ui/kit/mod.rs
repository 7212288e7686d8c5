//! Every component once, rendered to a string: what must hold wherever one is used.
//!
//! `cargo test -p app kit -- --ignored` writes the same as pages into the temporary folder, to look at.

mod pages;

use domain::Role;
use leptos::prelude::*;

use super::form::new_password;
use super::{Chrome, Icon, document_head, form, shell};
use pages::{chrome, pages, payment_form, wrong};

/// Every attribute value of this name, in order.
fn values<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.match_indices(&start).map(|(at, _)| html[at + start.len()..].split('"').next().unwrap()).collect()
}

#[test]
fn no_component_needs_an_inline_style_or_script() {
    for (page, html) in pages() {
        assert!(!html.contains(" style="), "{page}");
        assert!(!html.contains("<style") && !html.contains("javascript:"), "{page}");
        let handlers = html.match_indices(" on").filter(|(at, _)| {
            html[at + 3..].trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('=')
        });
        assert_eq!(handlers.count(), 0, "{page}: an event handler");
        assert!(!html.contains("<script>"), "{page}: typed text became markup");
    }
}

#[test]
fn every_reference_to_an_id_is_to_one_that_exists_once() {
    for (page, html) in pages() {
        let mut ids = values(&html, "id");
        for name in ["for", "aria-describedby", "aria-labelledby", "popovertarget", "list"] {
            for reference in values(&html, name).iter().flat_map(|value| value.split(' ')) {
                assert!(ids.contains(&reference), "{page}: {name}={reference}");
            }
        }
        for anchor in values(&html, "href").iter().filter_map(|href| href.strip_prefix('#')) {
            assert!(ids.contains(&anchor), "{page}: #{anchor}");
        }
        ids.sort_unstable();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all, "{page} has an id twice");
    }
}

#[test]
fn a_field_shows_its_error_its_value_and_no_password() {
    let html = payment_form(&wrong()).to_html();
    assert!(html.contains("value=\"14,50\"") && html.contains("aria-describedby=\"f-amount-e\""));
    assert!(html.contains("<p id=\"f-amount-e\" class=\"error\">"));
    assert!(html.contains("<a href=\"#f-amount\">Amount: Write $14.50"));
    assert!(html.contains("The bank did not answer."));
    assert!(html.contains("aria-describedby=\"f-from-e f-from-h\""));
    assert!(html.contains("<option value=\"2\" selected>Daniel Reyes</option>"));
    assert!(html.contains("&lt;/textarea&gt;&lt;script&gt;"));
    let secret = form("/", &wrong()).with(new_password("password", "Password")).view().to_html();
    assert!(!secret.contains("correct horse"));
}

#[test]
fn every_icon_is_in_the_sprite_and_the_sprite_holds_no_other() {
    let sprite = include_str!("../../../../public/icons.svg");
    for icon in Icon::ALL {
        assert!(sprite.contains(&format!("id=\"i-{}\"", icon.name())), "{icon:?}");
    }
    assert_eq!(sprite.matches("<symbol ").count(), Icon::ALL.len());
}

#[test]
fn a_bookkeeper_finds_no_way_to_the_tenants() {
    let html = shell(Chrome { role: Role::Bookkeeper, ..chrome("/tax/2026") }, "page").to_html();
    assert!(!html.contains("href=\"/tenants\"") && !html.contains("href=\"/leases\""));
    assert!(html.contains("href=\"/tax\" aria-current=\"location\""));
    assert!(!html.contains("Remove it and start empty"));
}

#[test]
#[ignore = "writes pages to look at"]
fn write_the_kit() {
    let folder = std::env::temp_dir().join("duplex-kit");
    std::fs::create_dir_all(&folder).unwrap();
    for (page, body) in pages() {
        let head = document_head("/duplex.css".into()).to_html();
        for scheme in ["light", "dark"] {
            let html = format!(
                "<!doctype html><html lang=\"en-US\" data-scheme=\"{scheme}\"><head>{head}<title>{page}</title></head><body>{body}</body></html>"
            );
            std::fs::write(folder.join(format!("{page}-{scheme}.html")), html).unwrap();
        }
    }
}
