//! Time zones to choose from: those of the United States first, with their time now.

use chrono::{DateTime, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

use crate::ui::date::clock;
use crate::ui::form::{Field, select};

/// Zones of most landlords here.
const NEAR: &[Tz] = &[
    Tz::America__New_York,
    Tz::America__Chicago,
    Tz::America__Denver,
    Tz::America__Phoenix,
    Tz::America__Los_Angeles,
    Tz::America__Anchorage,
    Tz::Pacific__Honolulu,
    Tz::America__Puerto_Rico,
];

/// Regions of the time zone database; what is not below one of them is an old name of something that is.
const REGIONS: &[&str] =
    &["Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"];

/// A field to choose a zone. Required by the forms it stands in.
pub fn zone_field(label: &'static str, now: DateTime<Utc>) -> Field {
    let near = NEAR.iter().map(|zone| {
        let words = format!("{}, now {}", plain(*zone), clock(now.with_timezone(zone)));
        (zone.name().to_string(), words)
    });
    let far = TZ_VARIANTS
        .iter()
        .filter(|zone| REGIONS.iter().any(|region| zone.name().starts_with(region)) && !NEAR.contains(zone))
        .map(|zone| (zone.name().to_string(), plain(*zone)));
    select("zone", label, Vec::<(String, String)>::new())
        .options(Some("United States"), near.collect::<Vec<_>>())
        .options(Some("Elsewhere"), far.chain([("UTC".to_string(), "UTC".to_string())]).collect::<Vec<_>>())
}

fn plain(zone: Tz) -> String {
    zone.name().replace('_', " ")
}
