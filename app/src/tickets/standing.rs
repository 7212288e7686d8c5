//! Where a repair stands, as a line of stations.

use chrono::Days;
use domain::id::TicketId;
use domain::ticket::{REOPEN_DAYS, Side, Status, VisitStatus};
use leptos::prelude::*;
use store::tickets::{Ticket, Visit};

use super::when::Clock;
use crate::ui::track;

/// What a live region of one repair listens to.
pub fn topic(id: TicketId) -> String {
    format!("ticket:{id}")
}

/// One station: its name, whether it is reached, and what stands below it.
struct Station {
    name: &'static str,
    reached: bool,
    when: AnyView,
}

impl Station {
    fn new(name: &'static str, reached: bool, when: AnyView) -> Station {
        Station { name, reached, when }
    }
}

/// The stations of a repair. `asked` is who is asked whether it is fixed, as in "Maya is asked".
pub fn stations(ticket: &Ticket, visits: &[Visit], clock: Clock, asked: &str) -> AnyView {
    let mut list = vec![Station::new("Reported", true, clock.station(ticket.created_at))];
    if ticket.reporter == Side::Tenant {
        let when = ticket.answered_at.map_or_else(nothing, |at| clock.station(at));
        list.push(Station::new("Answered", ticket.answered_at.is_some(), when));
    }
    list.extend(visit_station(ticket, visits, clock));
    list.extend(end_stations(ticket, clock, asked));
    // We stand at the last station that is reached; whatever lies before it lies behind us.
    let here = list.iter().rposition(|s| s.reached).unwrap_or_default();
    let mut line = track("Where this repair stands");
    for (at, station) in list.into_iter().enumerate() {
        line = match at.cmp(&here) {
            std::cmp::Ordering::Less => line.done(station.name, station.when),
            std::cmp::Ordering::Equal => line.here(station.name, station.when),
            std::cmp::Ordering::Greater => line.ahead(station.name, station.when),
        };
    }
    line.view()
}

fn nothing() -> AnyView {
    ().into_any()
}

/// The visit that stands, or was the last; none on what was closed without one.
fn visit_station(ticket: &Ticket, visits: &[Visit], clock: Clock) -> Option<Station> {
    let Some(visit) = visits.iter().find(|v| v.status.stands()) else {
        return (!ticket.status.is_closed()).then(|| match ticket.status {
            Status::InProgress => Station::new("In progress", true, nothing()),
            _ => Station::new("In progress", false, nothing()),
        });
    };
    let when = clock.span_station(visit.starts_at, visit.ends_at);
    Some(match visit.status {
        VisitStatus::Accepted if visit.ends_at <= clock.now() => Station::new("Visited", true, when),
        VisitStatus::Accepted => Station::new("Visit booked", true, when),
        _ => Station::new("Visit proposed", true, when),
    })
}

fn end_stations(ticket: &Ticket, clock: Clock, asked: &str) -> Vec<Station> {
    let when = ticket.closed_at.map(|at| clock.station(at));
    if ticket.status == Status::Cancelled {
        return vec![Station::new("Cancelled", true, when.unwrap_or_else(nothing))];
    }
    let fixed = ticket.status == Status::Completed;
    let asks = (fixed && ticket.confirmed_at.is_none() && ticket.lease.is_some()).then(|| asked.to_string());
    let mut list = vec![Station::new("Fixed", fixed, when.unwrap_or_else(|| asked_words(ticket, asked)))];
    let over = ticket.closed_at.map(|at| at + Days::new(REOPEN_DAYS)).filter(|_| fixed);
    let closed = ticket.confirmed_at.or(over.filter(|at| *at <= clock.now()));
    let when = match (closed, asks, over) {
        (Some(at), ..) => clock.station(at),
        (None, Some(asks), _) if !asks.is_empty() => asks.into_any(),
        (None, _, Some(at)) => clock.station(at),
        _ => nothing(),
    };
    list.push(Station::new("Closed", closed.is_some(), when));
    list
}

/// Below "Fixed", while it is not: who will be asked.
fn asked_words(ticket: &Ticket, asked: &str) -> AnyView {
    match ticket.lease.is_some() && !asked.is_empty() {
        true => asked.to_string().into_any(),
        false => nothing(),
    }
}
