//! What goes over a live stream, as the browser reads it (text/event-stream): ids only, never what a change says.

use axum::body::Bytes;
use store::events::{Event, Missed};
use uuid::Uuid;

/// Why a stream ends. The browser decides by it whether to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// The session is over: nobody may listen with it any more.
    Ended,
    /// What the person may see has changed: come back as who they are now, and load anew.
    Changed,
    /// The same person has opened too many others since.
    Many,
    /// The program stops, or has lost its database: come back in a moment.
    Stop,
}

impl Why {
    /// The word for the browser, and for the metrics.
    pub fn word(self) -> &'static str {
        match self {
            Why::Ended => "ended",
            Why::Changed => "changed",
            Why::Many => "many",
            Why::Stop => "stop",
        }
    }
}

/// A change. With `id` it moves the browser's place in the outbox: only the last one of a look may, because whoever loses
/// the connection before it must be told of all of them again.
pub fn change(topic: &str, subject: Uuid, event: Uuid, id: Option<&str>) -> Bytes {
    // Topics are nouns in small letters and the rest are uuids: there is nothing to escape.
    let data = format!("data: {{\"topic\":\"{topic}\",\"subject\":\"{subject}\",\"id\":\"{event}\"}}\n\n");
    match id {
        Some(id) => format!("id: {id}\n{data}").into(),
        None => data.into(),
    }
}

/// A change as the reader met it.
pub fn of_event(event: &Event, id: Option<&str>) -> Bytes {
    change(&event.topic, event.subject, event.id.0, id)
}

/// A change that was missed.
pub fn of_missed(missed: &Missed) -> Bytes {
    change(&missed.topic, missed.subject, missed.id.0, None)
}

/// The first word, once all that was missed is told: from here on it is live.
pub fn hello(id: &str) -> Bytes {
    format!("retry: 1000\nevent: hello\nid: {id}\ndata: 1\n\n").into()
}

/// Said every now and then, so that both sides know that the other is there.
pub fn beat(id: &str) -> Bytes {
    format!("event: beat\nid: {id}\ndata: 1\n\n").into()
}

/// More was missed than can be told: whatever the page shows may be old.
pub fn reset(id: &str) -> Bytes {
    format!("event: reset\nid: {id}\ndata: 1\n\n").into()
}

/// The last word.
pub fn bye(why: Why) -> Bytes {
    format!("event: bye\ndata: {}\n\n", why.word()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_ids_and_nothing_else() {
        let (subject, event) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let text = change("ticket", subject, event, Some("0a"));
        let json = format!("{{\"topic\":\"ticket\",\"subject\":\"{subject}\",\"id\":\"{event}\"}}");
        assert_eq!(text, format!("id: 0a\ndata: {json}\n\n"));
        assert_eq!(change("ticket", subject, event, None), format!("data: {json}\n\n"));
        assert_eq!(bye(Why::Ended), "event: bye\ndata: ended\n\n");
    }
}
