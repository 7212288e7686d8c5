//! Looking at the portal through a tenant's eyes: an owner or manager sees what the tenant sees, and can change nothing.

use axum::extract::State;
use domain::id::TenantId;
use domain::{Typed, Viewer};
use leptos::prelude::*;
use store::doors::{self, Door as Side};

use super::entrance;
use crate::House;
use crate::kernel::{Answer, Door, Failure, Form, Landlord, Page, Visit, go};
use crate::ui::form::{form, select};
use crate::ui::{empty, link_button, page_head};

/// `GET /view-as`
pub async fn show(Landlord(visit): Landlord) -> Answer {
    visit.keeps_people()?;
    let mut tx = visit.enter().await?;
    let tenants = doors::tenants_to_view(&mut tx).await?;
    Ok(Page::new(Door::Landlord, "View as tenant").draw(&visit, || {
        let head = page_head("View as tenant").lead(
            "You see the portal as one of your tenants sees it. Nothing can be changed while you look.",
        );
        if tenants.is_empty() {
            let words = "Add a tenant first; then you can look through their eyes.";
            return view! { {head} {empty("No tenants yet", words, Some(link_button("/tenants", "Tenants")))} }
                .into_any();
        }
        let options = tenants.into_iter().map(|(id, name)| (id.to_string(), name));
        let typed = Typed::default();
        let fields =
            form("/view-as", &typed).with(select("tenant", "Tenant", options)).submit("Look").cancel("/");
        view! { {head} {fields} }.into_any()
    }))
}

/// `POST /view-as`
pub async fn begin(State(house): State<House>, Landlord(visit): Landlord, Form(typed): Form) -> Answer {
    visit.keeps_people()?;
    let tenant = typed.value("tenant").parse::<TenantId>().map_err(|_| Failure::Missing)?;
    turned(&house, &visit, Some(tenant), "/portal").await
}

/// `POST /view-as/end`
pub async fn end(State(house): State<House>, visit: Visit) -> Answer {
    if visit.place()?.viewing_as.is_none() {
        return Ok(go("/"));
    }
    turned(&house, &visit, None, "/").await
}

async fn turned(house: &House, visit: &Visit, view_as: Option<TenantId>, then: &str) -> Answer {
    let portfolio = visit.place()?.portfolio;
    let mut tx = house.db.enter(&Viewer::Public).await?;
    let place = (portfolio, Side::Landlord);
    let secret = entrance::turn(&mut tx, visit.standing.session_hash, place, view_as).await?;
    tx.commit().await?;
    Ok(entrance::give(house, &secret, go(then)))
}
