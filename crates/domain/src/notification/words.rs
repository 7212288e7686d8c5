//! The sentence of a notification, in the words of whoever reads it: a tenant is told about their home, a landlord about a tenant.

use chrono::{DateTime, Timelike, Utc};
use chrono_tz::Tz;

use crate::ticket::{Priority, Side, Status};

/// What happened, with what a sentence says about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Photos or documents were added without a word.
    Files,
    /// A repair was reported.
    Reported,
    /// Somebody wrote.
    Wrote,
    /// It stands differently now.
    Moved(Status, Status),
    /// It became more or less pressing.
    Pressing(Priority),
    /// The household says that it is fixed.
    Confirmed,
    /// The household changed when somebody may come in.
    Access,
    /// A visit from one moment to another, and who comes.
    Proposed(DateTime<Utc>, DateTime<Utc>, String),
    /// It suits.
    Accepted(DateTime<Utc>, DateTime<Utc>),
    /// It does not.
    Declined(DateTime<Utc>, DateTime<Utc>),
    /// It was taken back.
    TakenBack(DateTime<Utc>, DateTime<Utc>),
}

/// Something that happened to a repair, by somebody.
#[derive(Clone, Debug)]
pub struct Told<'a> {
    /// What.
    pub what: &'a What,
    /// Who did it.
    pub by: &'a str,
    /// For which side.
    pub side: Side,
    /// What the repair is called.
    pub title: &'a str,
    /// Where it is, as the landlord calls it: "Birch, Unit 1".
    pub place: &'a str,
}

impl Told<'_> {
    /// One sentence for a reader of this side, with times in their zone.
    pub fn sentence(&self, reader: Side, zone: Tz) -> String {
        let Told { by, title, place, .. } = self;
        let about = match reader {
            Side::Landlord => format!("“{title}”, {place}"),
            Side::Tenant => format!("“{title}”"),
        };
        match self.what {
            What::Reported => format!("{by} reported a repair: {about}."),
            What::Wrote => match (self.side, reader) {
                (Side::Landlord, Side::Tenant) => format!("{by} answered about {about}."),
                _ => format!("{by} wrote about {about}."),
            },
            What::Moved(from, to) => self.moved(*from, *to, &about),
            What::Pressing(to) => format!("{by} set {about} to {}.", to.title().to_lowercase()),
            What::Confirmed => match reader {
                Side::Landlord => format!("{by} says that “{title}” is fixed, {place}."),
                Side::Tenant => format!("{by} says that “{title}” is fixed."),
            },
            What::Access => format!("{by} changed when somebody may come in for {about}."),
            What::Files => format!("{by} added photos or documents to {about}."),
            What::Proposed(from, to, who) => {
                format!(
                    "A visit of {who} is proposed for {about}: {}. Does that suit?",
                    span(*from, *to, zone)
                )
            }
            What::Accepted(from, to) => {
                format!("{by} agrees to the visit for {about}: {}.", span(*from, *to, zone))
            }
            What::Declined(from, to) => {
                format!("The visit for {about} ({}) does not suit {by}.", span(*from, *to, zone))
            }
            What::TakenBack(from, to) => {
                format!("The visit for {about} ({}) will not take place.", span(*from, *to, zone))
            }
        }
    }

    fn moved(&self, from: Status, to: Status, about: &str) -> String {
        let by = self.by;
        match to {
            Status::InProgress if from.is_closed() => format!("{by} opened {about} again."),
            Status::Open => format!("{by} opened {about} again."),
            Status::InProgress => format!("Work on {about} has begun."),
            Status::Completed => format!("{by} says that {about} is fixed."),
            Status::Cancelled => format!("{by} cancelled {about}."),
        }
    }
}

/// `Fri 20 Nov, 1:00 pm to 3:00 pm`, by the reader's clock.
fn span(from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> String {
    let (from, to) = (from.with_timezone(&zone), to.with_timezone(&zone));
    let clock = |at: DateTime<Tz>| {
        let (afternoon, hour) = at.hour12();
        format!("{hour}:{:02} {}", at.minute(), if afternoon { "pm" } else { "am" })
    };
    format!("{}, {} to {}", from.format("%a %-d %b"), clock(from), clock(to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::America::New_York;

    fn told<'a>(what: &'a What, by: &'a str, side: Side) -> Told<'a> {
        Told { what, by, side, title: "Leak in the kitchen", place: "Birch, Unit 1" }
    }

    #[test]
    fn everybody_reads_it_in_their_own_words() {
        let wrote = told(&What::Wrote, "Ruth Calloway", Side::Landlord);
        assert_eq!(
            wrote.sentence(Side::Tenant, New_York),
            "Ruth Calloway answered about “Leak in the kitchen”."
        );
        let wrote = told(&What::Wrote, "Tess", Side::Tenant);
        assert_eq!(
            wrote.sentence(Side::Landlord, New_York),
            "Tess wrote about “Leak in the kitchen”, Birch, Unit 1."
        );
    }

    #[test]
    fn a_visit_is_told_by_the_readers_clock() {
        let at = |hour: i64| DateTime::from_timestamp(1_795_132_800 + hour * 3600, 0).unwrap();
        let visit = What::Proposed(at(18), at(20), "Kessler Heating".into());
        let sentence = told(&visit, "Ruth", Side::Landlord).sentence(Side::Tenant, New_York);
        assert_eq!(
            sentence,
            "A visit of Kessler Heating is proposed for “Leak in the kitchen”: Fri 20 Nov, 1:00 pm to 3:00 pm. Does that suit?"
        );
    }

    #[test]
    fn a_closed_repair_that_moves_is_open_again() {
        let again = What::Moved(Status::Completed, Status::InProgress);
        let sentence = told(&again, "Tess", Side::Tenant).sentence(Side::Tenant, New_York);
        assert_eq!(sentence, "Tess opened “Leak in the kitchen” again.");
        let begun = What::Moved(Status::Open, Status::InProgress);
        let sentence = told(&begun, "Ruth", Side::Landlord).sentence(Side::Tenant, New_York);
        assert_eq!(sentence, "Work on “Leak in the kitchen” has begun.");
    }
}
